/** Commands of what letters go by: settings, directives and their dry run, webhooks, brands, own words. */
import { readFileSync } from 'node:fs';
import { type Command, type Output, readFlags } from '#io/command';
import { type Language, languages, Refused, timeForPeople } from '#kernel';
import type { Directive } from '#law';
import { brandLineOf, directiveListOf, type RulesHanded, wordingListOf } from '../api/rules.ts';
import { brandsOf, brandVersions, houseOf, letterSettingsOf } from '../store.ts';
import { type WordingContent, wordingShape } from '../wording.ts';
import {
  addWebhook,
  checkDirectives,
  endBrand,
  listWebhooks,
  revertWording,
  saveBrand,
  saveDirectives,
  saveLetterSettings,
  saveWording,
  stopWebhook,
  wordingPreview,
} from '../work.ts';

const wrong = (output: Output, text: string, usage: string): number => {
  output.err(`bezem: ${text}`);
  output.err(`bezem ${usage}`);
  return 2;
};

/** JSON of a file, or of standard input for `-`. @throws Refused `request.invalid` */
function jsonOf(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (cause) {
    throw new Refused('request.invalid', `${file}: ${(cause as Error).message}`);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Refused('request.invalid', `${file}: ${(cause as Error).message}`);
  }
}

const conditionText = (when: Directive['when']): string =>
  Object.entries(when)
    .filter(([, v]) => v !== undefined)
    .map(([k, v]) => `${k}=${(v as readonly unknown[]).join(',')}`)
    .join(' ') || '*';

function outcomeText(t: Directive['outcome'], nl: boolean): string {
  if (!t.send) return nl ? 'geen brief' : 'no letter';
  const to = t.webhook ?? t.address ?? `${t.to}/${t.purpose}`;
  return [
    to,
    t.rhythm,
    t.rhythm === 'at_once' ? '' : `per ${t.together}`,
    t.format,
    t.first_by_itself ? (nl ? 'eerste brief gaat vanzelf' : 'first letter goes by itself') : '',
    t.suppress_days ? `${nl ? 'niet binnen' : 'not within'} ${t.suppress_days} d` : '',
    t.trial ? (nl ? 'op proef' : 'on trial') : '',
  ]
    .filter((x) => x !== '')
    .join(' · ');
}

/** Commands of this part, with what main hands in. */
export function rulesCommands(handed: RulesHanded): readonly Command[] {
  const kinds = handed.serviceKinds ?? [];

  const settingsShow: Command = {
    name: 'letter settings',
    summary: { nl: 'Toon of zet hoe brieven uitgaan', en: 'Show or set how letters go out' },
    usage: 'letter settings [--set FILE|-] [--json]',
    needs: 'member',
    async run(args, output, inside) {
      const read = readFlags(args, ['set'], ['json']);
      if (typeof read === 'string') return wrong(output, read, this.usage);
      const { world, organisation, actor } = await inside();
      const file = read.flags.get('set');
      if (typeof file === 'string') {
        const given = jsonOf(file);
        await world.db.in(organisation, async (tx) => {
          const before = await letterSettingsOf(tx);
          await saveLetterSettings(world, tx, given, before.version, actor);
        });
      }
      const now = await world.db.in(organisation, letterSettingsOf);
      output.out(JSON.stringify(read.flags.has('json') ? now : now.settings, null, read.flags.has('json') ? 0 : 2));
      return 0;
    },
  };

  const list: Command = {
    name: 'directive list',
    summary: { nl: 'Wie wat krijgt: de verzendregels, op volgorde', en: 'Who gets what: the directives, in order' },
    usage: 'directive list [--version N] [--json]',
    needs: 'member',
    async run(args, output, inside) {
      const read = readFlags(args, ['version'], ['json']);
      if (typeof read === 'string') return wrong(output, read, this.usage);
      const { world, organisation } = await inside();
      const version = read.flags.get('version');
      const found = await world.db.in(organisation, (tx) =>
        directiveListOf(tx, version === undefined ? undefined : Number(version)),
      );
      if (read.flags.has('json')) {
        output.out(JSON.stringify(found));
        return 0;
      }
      const nl = output.language === 'nl';
      output.out(
        found.version === 0
          ? nl
            ? 'meegeleverde regels (versie 0)'
            : 'shipped directives (version 0)'
          : `${nl ? 'versie' : 'version'} ${found.version} · ${found.saved_at} · ${found.note ?? ''}`,
      );
      found.items.forEach((d, i) => {
        output.out(`${String(i + 1).padStart(3)} ${d.id.padEnd(24)} ${d.title[output.language]}`);
        output.out(`    ${conditionText(d.when)}  →  ${outcomeText(d.outcome, nl)}`);
      });
      return 0;
    },
  };

  const show: Command = {
    name: 'directive show',
    summary: { nl: 'Toon één verzendregel als JSON', en: 'Show one directive as JSON' },
    usage: 'directive show ID',
    needs: 'member',
    async run(args, output, inside) {
      const id = args[0];
      if (!id || args.length > 1) return wrong(output, 'ID', this.usage);
      const { world, organisation } = await inside();
      const found = await world.db.in(organisation, (tx) => directiveListOf(tx));
      const one = found.items.find((d) => d.id === id);
      if (!one) throw new Refused('request.not-found', id);
      output.out(JSON.stringify(one, null, 2));
      return 0;
    },
  };

  const attempt: Command = {
    name: 'directive try',
    summary: {
      nl: 'Wat andere regels hadden verstuurd, en niet, over de zaken van de laatste dagen; schrijft niets',
      en: 'What other directives would have sent, and not, about the cases of the last days; writes nothing',
    },
    usage: 'directive try FILE|- [--days N] [--json]',
    needs: 'member',
    async run(args, output, inside) {
      const read = readFlags(args, ['days'], ['json']);
      const file = typeof read === 'string' ? undefined : read.words[0];
      if (typeof read === 'string' || !file) return wrong(output, typeof read === 'string' ? read : 'FILE', this.usage);
      const days = Number(read.flags.get('days') ?? 30);
      if (!Number.isInteger(days) || days < 1 || days > 366)
        return wrong(output, '--days is a number from 1 to 366', this.usage);
      const given = jsonOf(file);
      const { world, organisation } = await inside();
      const { faults, summary } = await world.db.in(organisation, async (tx) => {
        const checked = await checkDirectives(tx, given, kinds);
        return {
          faults: checked.faults,
          summary:
            checked.faults.length > 0 ? null : await handed.tryDirectives?.(world, tx, organisation, checked.set, days),
        };
      });
      if (read.flags.has('json')) output.out(JSON.stringify({ faults, summary: summary ?? null }));
      else {
        for (const f of faults) output.err(`${f.no} ${f.id ?? ''} ${f.field}: ${f.message}`);
        if (summary) {
          const nl = output.language === 'nl';
          output.out(
            nl
              ? `${summary.cases} zaken: ${summary.letters.before} brieven worden ${summary.letters.after}; ${summary.silenced} zaken zonder brief, ${summary.added} er met een bij`
              : `${summary.cases} cases: ${summary.letters.before} letters become ${summary.letters.after}; ${summary.silenced} cases without a letter, ${summary.added} with one more`,
          );
          for (const c of summary.changed.slice(0, 200))
            output.out(
              `${(c.reference ?? c.id).padEnd(14)} P${c.band} ${c.course.padEnd(24)} ${c.before.outcome} ${c.before.to ?? ''} ${c.before.rhythm ?? ''}  →  ${c.after.outcome} ${c.after.to ?? ''} ${c.after.rhythm ?? ''} (${c.after.directive ?? '–'})`,
            );
        }
      }
      return faults.length > 0 ? 2 : summary && summary.silenced > 0 ? 3 : 0;
    },
  };

  const save: Command = {
    name: 'directive save',
    summary: {
      nl: 'Sla een hele set verzendregels op als nieuwe versie',
      en: 'Save a whole set of directives as a new version',
    },
    usage: 'directive save FILE|- [--note TEXT] [--json]',
    needs: 'member',
    async run(args, output, inside) {
      const read = readFlags(args, ['note'], ['json']);
      const file = typeof read === 'string' ? undefined : read.words[0];
      if (typeof read === 'string' || !file) return wrong(output, typeof read === 'string' ? read : 'FILE', this.usage);
      const given = jsonOf(file);
      const note = read.flags.get('note');
      const { world, organisation, actor } = await inside();
      const version = await world.db.in(organisation, async (tx) =>
        saveDirectives(
          world,
          tx,
          given,
          (await directiveListOf(tx)).version,
          typeof note === 'string' ? note : null,
          actor,
          kinds,
        ),
      );
      output.out(read.flags.has('json') ? JSON.stringify({ version }) : `version ${version}`);
      return 0;
    },
  };

  const webhooks: Command = {
    name: 'webhook list',
    summary: { nl: 'Waar brieven als JSON heen gaan', en: 'Where letters go as JSON' },
    usage: 'webhook list [--json]',
    needs: 'member',
    async run(args, output, inside) {
      const read = readFlags(args, [], ['json']);
      if (typeof read === 'string') return wrong(output, read, this.usage);
      const { world, organisation } = await inside();
      const found = await world.db.in(organisation, listWebhooks);
      if (read.flags.has('json')) output.out(JSON.stringify({ items: found }));
      else
        for (const w of found)
          output.out(`${w.id}  ${w.name}  ${w.host}  ${w.endedAt ? `(${w.endedWhy ?? 'ended'})` : ''}`);
      return 0;
    },
  };
  const webhookAdd: Command = {
    name: 'webhook add',
    summary: {
      nl: 'Maak een webhook; het geheim wordt één keer gezegd',
      en: 'Make a webhook; its secret is told once',
    },
    usage: 'webhook add URL --name NAME [--inside] [--json]',
    needs: 'member',
    async run(args, output, inside) {
      const read = readFlags(args, ['name'], ['inside', 'json']);
      const url = typeof read === 'string' ? undefined : read.words[0];
      if (typeof read === 'string' || !url) return wrong(output, typeof read === 'string' ? read : 'URL', this.usage);
      const name = read.flags.get('name');
      if (typeof name !== 'string') return wrong(output, '--name', this.usage);
      const { world, organisation, actor } = await inside();
      const made = await world.db.in(organisation, (tx) =>
        addWebhook(world, tx, { name, url, inside: read.flags.has('inside') }, actor),
      );
      output.out(read.flags.has('json') ? JSON.stringify(made) : `${made.id}\n${made.secret}`);
      return 0;
    },
  };
  const webhookEnd: Command = {
    name: 'webhook end',
    summary: { nl: 'Beëindig een webhook', en: 'End a webhook' },
    usage: 'webhook end ID',
    needs: 'member',
    async run(args, output, inside) {
      const id = args[0];
      if (!id || args.length > 1) return wrong(output, 'ID', this.usage);
      const { world, organisation, actor } = await inside();
      await world.db.in(organisation, (tx) => stopWebhook(world, tx, id, actor));
      output.out(id);
      return 0;
    },
  };

  const brands: Command = {
    name: 'brand list',
    summary: { nl: 'De huisstijlen van brieven', en: 'The brands of letters' },
    usage: 'brand list [--json]',
    needs: 'member',
    async run(args, output, inside) {
      const read = readFlags(args, [], ['json']);
      if (typeof read === 'string') return wrong(output, read, this.usage);
      const { world, organisation } = await inside();
      const found = await world.db.in(organisation, brandsOf);
      if (read.flags.has('json')) output.out(JSON.stringify({ items: found.map(brandLineOf) }));
      else
        for (const b of found)
          output.out(
            `${b.id}  v${b.version}  ${b.content.name}${b.isDefault ? '  *' : ''}${b.endedAt ? '  –' : ''}  ${[...b.parties, ...b.contracts].join(' ')}`,
          );
      return 0;
    },
  };
  const brandShow: Command = {
    name: 'brand show',
    summary: { nl: 'Een huisstijl als JSON, of alle versies', en: 'A brand as JSON, or all its versions' },
    usage: 'brand show ID [--versions]',
    needs: 'member',
    async run(args, output, inside) {
      const read = readFlags(args, [], ['versions']);
      const id = typeof read === 'string' ? undefined : read.words[0];
      if (typeof read === 'string' || !id) return wrong(output, typeof read === 'string' ? read : 'ID', this.usage);
      const { world, organisation } = await inside();
      const found = await world.db.in(organisation, (tx) => brandVersions(tx, id));
      if (!found[0]) throw new Refused('request.not-found', id);
      output.out(JSON.stringify(read.flags.has('versions') ? found.map(brandLineOf) : brandLineOf(found[0]), null, 2));
      return 0;
    },
  };
  const brandSave: Command = {
    name: 'brand save',
    summary: { nl: 'Sla een huisstijl op, in zijn geheel gecontroleerd', en: 'Save a brand, checked whole' },
    usage: 'brand save FILE|- [--id ID] [--default] [--party ID[,ID]] [--contract ID[,ID]]',
    needs: 'member',
    async run(args, output, inside) {
      const read = readFlags(args, ['id', 'party', 'contract'], ['default']);
      const file = typeof read === 'string' ? undefined : read.words[0];
      if (typeof read === 'string' || !file) return wrong(output, typeof read === 'string' ? read : 'FILE', this.usage);
      const content = jsonOf(file);
      const of = (name: string) => {
        const v = read.flags.get(name);
        return typeof v === 'string' ? v.split(',').filter((x) => x !== '') : [];
      };
      const id = read.flags.get('id');
      const { world, organisation, actor } = await inside();
      const saved = await world.db.in(organisation, async (tx) => {
        const before = typeof id === 'string' ? (await brandVersions(tx, id))[0] : undefined;
        return saveBrand(
          world,
          tx,
          {
            ...(typeof id === 'string' ? { id } : {}),
            seen: before?.version ?? 0,
            content,
            isDefault: read.flags.has('default') || (before?.isDefault ?? false),
            parties: read.flags.has('party') ? of('party') : (before?.parties ?? []),
            contracts: read.flags.has('contract') ? of('contract') : (before?.contracts ?? []),
          },
          actor,
        );
      });
      output.out(`${saved.id}  v${saved.version}`);
      return 0;
    },
  };
  const brandEnd: Command = {
    name: 'brand end',
    summary: { nl: 'Beëindig een huisstijl', en: 'End a brand' },
    usage: 'brand end ID',
    needs: 'member',
    async run(args, output, inside) {
      const id = args[0];
      if (!id || args.length > 1) return wrong(output, 'ID', this.usage);
      const { world, organisation, actor } = await inside();
      await world.db.in(organisation, (tx) => endBrand(world, tx, id, actor));
      output.out(id);
      return 0;
    },
  };

  const wordings: Command = {
    name: 'wording list',
    summary: { nl: 'Brieven en hun eigen teksten', en: 'Letters and their own words' },
    usage: 'wording list [--json]',
    needs: 'member',
    async run(args, output, inside) {
      const read = readFlags(args, [], ['json']);
      if (typeof read === 'string') return wrong(output, read, this.usage);
      const { world, organisation } = await inside();
      const { found, zone } = await world.db.in(organisation, async (tx) => ({
        found: await wordingListOf(tx),
        zone: (await houseOf(tx)).zone,
      }));
      if (read.flags.has('json')) output.out(JSON.stringify(found));
      else
        for (const t of found.items) {
          output.out(`${t.template.padEnd(24)} ${t.audience.padEnd(10)} ${t.title[output.language]}`);
          for (const o of t.own)
            output.out(
              `    ${o.audience} ${o.brand || '*'} v${o.version} ${timeForPeople(Temporal.Instant.from(o.saved_at), zone, output.language)}${o.content === null ? ' –' : ''}`,
            );
        }
      return 0;
    },
  };
  const placeFlags = ['template', 'audience', 'brand', 'language'] as const;
  const placeOf = (flags: ReadonlyMap<string, string | true>) => {
    const text = (name: string) => {
      const v = flags.get(name);
      return typeof v === 'string' ? v : '';
    };
    return { template: text('template'), audience: text('audience') || 'customer', brand: text('brand') };
  };
  const wordingWith = (name: 'save' | 'preview' | 'revert', summary: Command['summary'], extra: string): Command => ({
    name: `wording ${name}`,
    summary,
    usage: `wording ${name}${extra} --template T [--audience customer|reseller|…] [--brand ID]`,
    needs: 'member',
    async run(args, output, inside) {
      const read = readFlags(args, [...placeFlags], []);
      const file = typeof read === 'string' ? undefined : read.words[0];
      if (typeof read === 'string' || (name === 'save' && !file) || !read.flags.has('template'))
        return wrong(output, typeof read === 'string' ? read : '--template', this.usage);
      const place = placeOf(read.flags);
      const given = file ? jsonOf(file) : undefined;
      const { world, organisation, actor } = await inside();
      const version = async (tx: Parameters<typeof wordingListOf>[0]) =>
        (await wordingListOf(tx)).items
          .find((t) => t.template === place.template)
          ?.own.find((o) => o.audience === place.audience && o.brand === place.brand)?.version ?? 0;
      if (name === 'preview') {
        const wanted = read.flags.get('language') ?? output.language;
        const language: Language = languages.find((l) => l === wanted) ?? 'nl';
        const content: WordingContent | null = given === undefined ? null : wordingShape.parse(given);
        const { faults, made } = await world.db.in(organisation, (tx) => wordingPreview(tx, place, content, language));
        for (const f of faults) output.err(f);
        if (made.ok) output.out(`${made.value.subject}\n\n${made.value.text}`);
        return faults.length > 0 || !made.ok ? 1 : 0;
      }
      const saved = await world.db.in(organisation, async (tx) =>
        name === 'save'
          ? saveWording(world, tx, place, given, await version(tx), actor)
          : revertWording(world, tx, place, await version(tx), actor),
      );
      output.out(`version ${saved}`);
      return 0;
    },
  });

  return [
    settingsShow,
    list,
    show,
    attempt,
    save,
    webhooks,
    webhookAdd,
    webhookEnd,
    brands,
    brandShow,
    brandSave,
    brandEnd,
    wordings,
    wordingWith('save', { nl: 'Sla eigen tekst van een brief op', en: 'Save own words of a letter' }, ' FILE|-'),
    wordingWith(
      'preview',
      { nl: 'Toon een brief met voorbeeldgegevens', en: 'Show a letter with sample data' },
      ' [FILE|-] [--language nl|en]',
    ),
    wordingWith('revert', { nl: 'Terug naar de meegeleverde tekst', en: 'Back to the shipped words' }, ''),
  ];
}
