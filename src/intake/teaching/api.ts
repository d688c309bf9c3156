/** The HTTP routes of teaching: a message to point at, a trial, templates and their versions. */
import { fileShape, taughtShape } from '#formats';
import { type Api, answers, body, createRoute, may, z } from '#io/http';
import { Refused } from '#kernel';
import { taughtFileText, teachAsked, teachSaved, teachText, templateShape, trialShape } from '../teach.ts';
import type { IntakeHands } from '../work.ts';
import {
  activateTemplate,
  checkTaught,
  fileOf,
  learnFrom,
  listTemplates,
  oneTemplate,
  openToTeach,
  retireTemplate,
  saveTaught,
  taughtFrom,
  tryMarks,
  tryTaught,
} from './work.ts';

/** Adds the routes of teaching to those of intake. */
export function addTeaching(api: Api, hands: IntakeHands): void {
  const idParam = z.object({ id: z.string().max(40) });

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/messages/{id}/teach',
      operationId: 'openMessageToTeach',
      summary: 'The message as templates search it, with what it seems to say; opening it is noted in the journal',
      tags: ['templates'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { params: idParam },
      responses: answers(teachText, 'Text and found values'),
    }),
    async (c) =>
      c.json(
        await openToTeach(c.get('world'), hands, c.get('organisation'), c.req.valid('param').id, c.get('actor')),
        200,
      ),
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/messages/{id}/teach/try',
      operationId: 'tryTeaching',
      summary: 'Learn from marks and try it on this message and on earlier ones of its sender; nothing is written',
      tags: ['templates'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { params: idParam, body: body(teachAsked) },
      responses: answers(trialShape, 'The template and what it would find'),
    }),
    async (c) =>
      c.json(
        await tryMarks(c.get('world'), hands, c.get('organisation'), c.req.valid('param').id, c.req.valid('json')),
        200,
      ),
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/messages/{id}/teach',
      operationId: 'teachFromMessage',
      summary: 'Keep what the marks teach as a new version, a draft or active at once',
      tags: ['templates'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { params: idParam, body: body(teachSaved) },
      responses: answers(templateShape, 'The new version'),
    }),
    async (c) => {
      const world = c.get('world');
      const org = c.get('organisation');
      const { activate, ...asked } = c.req.valid('json');
      const { id } = c.req.valid('param');
      const { taught, problems } = await learnFrom(world, hands, org, id, asked);
      if (!taught) throw new Refused('template.not-enough', problems.map((p) => p.message).join('; '));
      const made = await saveTaught(world, org, taught, id as never, c.get('actor'));
      if (activate) await activateTemplate(world, org, made, c.get('actor'));
      return c.json(await oneTemplate(world, org, made), 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/templates',
      operationId: 'listTemplates',
      summary: 'Taught templates, every version, with what they read and whether they still fit',
      tags: ['templates'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      responses: answers(z.object({ items: z.array(templateShape) }).openapi('TemplateList'), 'Templates'),
    }),
    async (c) => c.json({ items: await listTemplates(c.get('world'), c.get('organisation')) }, 200),
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/templates',
      operationId: 'addTemplate',
      summary: 'Keep the template of a bezem-template/1 file as a draft',
      tags: ['templates'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { body: body(taughtFileText) },
      responses: answers(templateShape, 'The new version, a draft'),
    }),
    async (c) => {
      const { template } = taughtFrom(c.req.valid('json').text);
      const made = await saveTaught(c.get('world'), c.get('organisation'), template, null, c.get('actor'));
      return c.json(await oneTemplate(c.get('world'), c.get('organisation'), made), 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/templates/try',
      operationId: 'tryTemplate',
      summary: 'Check a bezem-template/1 file and try it on messages of its senders; nothing is written',
      tags: ['templates'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { body: body(taughtFileText) },
      responses: answers(trialShape, 'What it would find'),
    }),
    async (c) => {
      const { template } = taughtFrom(c.req.valid('json').text);
      await checkTaught(template);
      const tried = await tryTaught(c.get('world'), hands, c.get('organisation'), template);
      return c.json({ template, problems: [], tried }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/templates/{id}',
      operationId: 'showTemplate',
      summary: 'One version of a template',
      tags: ['templates'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      request: { params: idParam },
      responses: answers(templateShape, 'The template'),
    }),
    async (c) => c.json(await oneTemplate(c.get('world'), c.get('organisation'), c.req.valid('param').id), 200),
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/templates/{id}/file',
      operationId: 'exportTemplate',
      summary:
        'The template as a bezem-template/1 file with its SHA-256; nothing of the mail it was made from is in it',
      tags: ['templates'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      request: { params: idParam },
      responses: answers(fileShape.extend({ template: taughtShape }).openapi('TemplateFile'), 'The file'),
    }),
    async (c) => c.json(fileOf(await oneTemplate(c.get('world'), c.get('organisation'), c.req.valid('param').id)), 200),
  );
  for (const [act, operationId, summary, run] of [
    [
      'activate',
      'activateTemplate',
      'This version reads from now on; the manual queue is read again',
      activateTemplate,
    ],
    ['retire', 'retireTemplate', 'This version reads no more', retireTemplate],
  ] as const)
    api.openapi(
      createRoute({
        method: 'post',
        path: `/v1/templates/{id}/${act}`,
        operationId,
        summary,
        tags: ['templates'],
        'x-may': 'handler',
        middleware: [may('handler')] as const,
        request: { params: idParam },
        responses: answers(templateShape, 'The template'),
      }),
      async (c) => {
        const { id } = c.req.valid('param');
        await run(c.get('world'), c.get('organisation'), id, c.get('actor'));
        return c.json(await oneTemplate(c.get('world'), c.get('organisation'), id), 200);
      },
    );
}
