/** The published policy of the register as a page without script (Cbw art. 49). */
import type { Language, Words } from '#kernel';
import type { RegisterPolicy } from './shapes.ts';

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c);

export const policyPageStyle = `:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}h1{font-size:1.5rem}h2{font-size:1.15rem}li{margin:.5rem 0}small{opacity:.8}`;

const words = {
  title: { nl: 'Registratiegegevens van domeinnamen', en: 'Registration data of domain names' },
  lead: {
    nl: 'Wat wij van de houder van een domeinnaam bijhouden, hoe wij dat verifiëren en hoe u erom kunt vragen.',
    en: 'What we keep of the holder of a domain name, how we verify it and how you can ask for it.',
  },
  kept: { nl: 'Wat wij bijhouden', en: 'What we keep' },
  verified: { nl: 'Hoe wij verifiëren', en: 'How we verify' },
  proves: { nl: 'bewijst', en: 'proves' },
  months: { nl: 'maanden geldig', en: 'months valid' },
  evidence: { nl: 'wat wij bewaren', en: 'what we keep' },
  open: { nl: 'Wat openbaar is', en: 'What is public' },
  openText: {
    nl: 'De domeinnaam en de datum van registratie. Van een rechtspersoon ook naam, telefoonnummer en een e-mailadres dat bij een functie hoort. Van een natuurlijke persoon is niets openbaar.',
    en: 'The domain name and the date of registration. Of a legal person also name, phone number and an e-mail address that belongs to a function. Nothing of a natural person is public.',
  },
  ask: { nl: 'Toegang vragen', en: 'Asking for access' },
} as const satisfies Record<string, Words>;

export function policyPage(l: Language, house: string, p: RegisterPolicy): string {
  const hours = {
    nl: `Op een rechtmatig en gemotiveerd verzoek van een legitieme toegangzoeker antwoorden wij binnen ${p.hours_to_answer} uur na ontvangst: met de gegevens, of met de reden waarom niet.`,
    en: `A lawful and reasoned request of a legitimate access seeker is answered within ${p.hours_to_answer} hours of receipt: with the data, or with the reason why not.`,
  };
  const groups = p.groups.map((g) => `<li>${escaped(g.title[l])} <small>(${escaped(g.basis)})</small></li>`).join('');
  const steps = p.procedure
    .map(
      (s) =>
        `<li><strong>${escaped(s.title[l])}</strong>. ${escaped(s.step[l])} <small>${words.proves[l]}: ${escaped(s.proves.map((w) => w[l]).join(', '))}; ${words.evidence[l]}: ${escaped(s.evidence[l])}; ${s.months} ${words.months[l]}.</small></li>`,
    )
    .join('');
  return `<!doctype html><html lang="${l}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${words.title[l]} · ${escaped(house)}</title><style>${policyPageStyle}</style></head><body><main><p>${escaped(house)}</p><h1>${words.title[l]}</h1><p>${words.lead[l]}</p><h2>${words.kept[l]}</h2><ul>${groups}</ul><h2>${words.verified[l]}</h2><ol>${steps}</ol><h2>${words.open[l]}</h2><p>${words.openText[l]}</p><h2>${words.ask[l]}</h2><p>${escaped(hours[l])}</p></main></body></html>`;
}
