/** Commands: attribute (who held it then, through which chain, from which record) and inventory live (how the live resolver did). */
import { type Command, type Output, readFlags } from '#io/command';
import { cleanHost, cleanUrl, parseAddress, parsePrefix, type TimePrecision, timePrecisions } from '#kernel';
import { readMoment } from '#parties';
import type { Query } from './answer.ts';
import type { AttributeJson } from './shapes.ts';
import { attributeNow, showLive } from './work.ts';

const wrong = (output: Output, usage: string, why: string): number => {
  output.err(`${why}\nbezem ${usage}`);
  return 2;
};

/** What was asked: an address, a range, an AS number, a URL or a host; undefined where it is none of these. */
function resourceOf(text: string): Query | undefined {
  if (parseAddress(text)) return { ip: text };
  if (parsePrefix(text)) return { prefix: text };
  const asn = /^as(\d{1,10})$/i.exec(text);
  if (asn) return { asn: Number(asn[1]) };
  if (text.includes('://')) return cleanUrl(text) ? { url: text } : undefined;
  if (text.startsWith('account:')) return { account: text.slice(8) };
  return cleanHost(text) ? { host: text } : undefined;
}

function print(output: Output, a: AttributeJson): void {
  const nl = output.language === 'nl';
  const words: Record<AttributeJson['status'], string> = nl
    ? {
        attributed: 'toegewezen',
        ambiguous: 'meerdere mogelijk',
        unattributed: 'geen houder',
        out_of_scope: 'niet van ons',
      }
    : { attributed: 'attributed', ambiguous: 'ambiguous', unattributed: 'unattributed', out_of_scope: 'out of scope' };
  const name = (c: { reference: string | null; name: string | null } | null) =>
    c?.reference ? `${c.reference} ${c.name ?? ''}`.trim() : nl ? '(wijzelf of onbekend)' : '(us or unknown)';
  const line = [words[a.status], a.reason, a.method, a.confidence].filter((x) => x !== null).join(', ');
  output.out(a.status === 'attributed' ? `${name(a.holder)}  (${line})` : line);
  if (a.window) output.out(`  ${nl ? 'venster' : 'window'}  ${a.window.from ?? '...'} / ${a.window.until ?? '...'}`);
  a.chain.forEach((l, i) => {
    output.out(`  ${'  '.repeat(i)}-> ${name(l)}${l.contract ? `  [${l.contract}]` : ''}`);
  });
  if (a.record)
    output.out(
      `  ${nl ? 'regel' : 'record'}  ${a.record.resource}  ${a.record.valid.from ?? '...'} / ${a.record.valid.until ?? '...'}  ${a.record.id}`,
    );
  for (const c of a.alternatives)
    output.out(
      `  ${nl ? 'mogelijk' : 'possible'}  ${name(c)}  ${c.valid?.from ?? '...'} / ${c.valid?.until ?? '...'}  ${c.record ?? ''}`,
    );
}

export const commands: readonly Command[] = [
  {
    name: 'attribute',
    summary: {
      nl: 'Wie hield dit op dat moment, via welke keten.',
      en: 'Who held this at that moment, through which chain.',
    },
    usage:
      'attribute ADDRESS|PREFIX|HOST|URL|ASn [--at TIME] [--host H] [--url U] [--port N] [--precision exact|minute|hour|day|assumed_zone|message_date] [--json]',
    needs: 'member',
    // Exit 0: one holder. 3: none or more than one, so a person must look. An answer that it is not ours is an answer: 0.
    async run(args, output, inside) {
      const read = readFlags(args, ['at', 'host', 'url', 'port', 'precision'], ['json']);
      if (typeof read === 'string') return wrong(output, this.usage, read);
      const [resource, ...rest] = read.words;
      if (!resource || rest.length > 0)
        return wrong(output, this.usage, 'Give one address, prefix, host, URL or AS number.');
      const asked = resourceOf(resource);
      if (!asked) return wrong(output, this.usage, `"${resource}" is not an address, prefix, host, URL or AS number.`);
      const flag = (name: string) => {
        const value = read.flags.get(name);
        return typeof value === 'string' ? value : undefined;
      };
      const at = flag('at') === undefined ? null : readMoment(flag('at') ?? '', 'UTC');
      if (at === undefined) return wrong(output, this.usage, '--at is a time such as 2026-05-01T12:00:00Z.');
      const port = flag('port') === undefined ? undefined : Number(flag('port'));
      if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65535))
        return wrong(output, this.usage, '--port is 0 to 65535.');
      const precision = flag('precision') ?? (/^\d{4}-\d\d-\d\d$/.test(flag('at') ?? '') ? 'day' : 'exact');
      if (!(timePrecisions as readonly string[]).includes(precision) || precision === 'range')
        return wrong(
          output,
          this.usage,
          `--precision is one of ${timePrecisions.filter((p) => p !== 'range').join(', ')}.`,
        );
      const host = flag('host');
      const url = flag('url');
      if (host !== undefined && !cleanHost(host)) return wrong(output, this.usage, '--host is not a host name.');
      if (url !== undefined && !cleanUrl(url)) return wrong(output, this.usage, '--url is not a URL.');
      const { world, organisation } = await inside();
      const answer = await attributeNow(world, organisation, {
        ...asked,
        ...(host === undefined ? {} : { host }),
        ...(url === undefined ? {} : { url }),
        ...(port === undefined ? {} : { port }),
        ...(at ? { seenAt: at, precision: precision as TimePrecision } : {}),
      });
      if (read.flags.has('json')) output.out(JSON.stringify(answer));
      else print(output, answer);
      return answer.status === 'ambiguous' || answer.status === 'unattributed' ? 3 : 0;
    },
  },
  {
    name: 'inventory live',
    summary: {
      nl: 'Hoe uw eigen systeem het deed dat per waarneming gevraagd wordt: gevraagd, beantwoord, mislukt, hoe snel',
      en: 'How your own system did that is asked per finding: asked, answered, failed, how quick',
    },
    usage: 'inventory live NAME [--json]',
    needs: 'member',
    // Exit 3 while it is left alone because it failed too often.
    async run(args, output, inside) {
      const read = readFlags(args, [], ['json']);
      if (typeof read === 'string') return wrong(output, this.usage, read);
      const [name, ...rest] = read.words;
      if (!name || rest.length > 0) return wrong(output, this.usage, 'Name the inventory.');
      const { world, organisation } = await inside();
      const l = await showLive(world, organisation, name);
      if (read.flags.has('json')) output.out(JSON.stringify(l));
      else {
        const nl = output.language === 'nl';
        const c = l.counts;
        output.out(
          nl
            ? `${l.asked} gevraagd sinds ${l.since}: ${c.answered} beantwoord, ${c.nobody} niemand, ${c.unfit} onbruikbaar, ${c.failed} mislukt, ${c.waiting} wachten`
            : `${l.asked} asked since ${l.since}: ${c.answered} answered, ${c.nobody} nobody, ${c.unfit} unfit, ${c.failed} failed, ${c.waiting} waiting`,
        );
        if (l.median_ms !== null)
          output.out(`${nl ? 'helft binnen' : 'half within'} ${l.median_ms} ms, 95 % ${l.p95_ms} ms`);
        if (l.resting_until) output.out(`${nl ? 'met rust gelaten tot' : 'left alone until'} ${l.resting_until}`);
        for (const q of l.last.slice(0, 20))
          output.out(
            `${q.asked_at ?? '-'}  ${q.ip.padEnd(15)} ${q.state.padEnd(8)} ${q.took_ms === null ? '-' : `${q.took_ms} ms`}  ${q.party?.reference ?? q.fault ?? ''}`,
          );
      }
      return l.resting_until ? 3 : 0;
    },
  },
];
