/** Pages of the desk that work without script: the landing of a one-time log-in link, and what each problem means. */
import { type Api, newApi } from '#io/http';
import { type Language, problems, Refused, type Words } from '#kernel';
import { giveSession } from '#organisations/api';
import { logInWithLink } from '#organisations/work';

const words = {
  title: { nl: 'Problemen', en: 'Problems' },
  lead: {
    nl: 'Elk "nee" van dit programma heeft een code. Codes blijven; zinnen kunnen beter worden.',
    en: 'Every "no" of this program has a code. Codes stay; sentences may get better.',
  },
  code: { nl: 'Code', en: 'Code' },
  means: { nl: 'Betekenis', en: 'Meaning' },
} as const satisfies Record<string, Words>;

/** What the `type` of a problem points to (RFC 9457, section 3.1.1): every code at an anchor of its own. */
function problemsPage(language: Language): string {
  const w = (of: Words) => of[language].replaceAll('"', '&quot;');
  const rows = Object.entries(problems).map(
    ([code, p]) => `<tr id="${code}"><td><code>${code}</code></td><td>${p.status}</td><td>${w(p)}</td></tr>`,
  );
  const other = language === 'nl' ? 'en' : 'nl';
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${w(words.title)}</title></head>
<body><main><h1>${w(words.title)}</h1>
<p>${w(words.lead)} <a href="?lang=${other}" hreflang="${other}" lang="${other}">${other === 'nl' ? 'Nederlands' : 'English'}</a></p>
<table><thead><tr><th>${w(words.code)}</th><th>HTTP</th><th>${w(words.means)}</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></main></body>
</html>
`;
}

export function pages(): Api {
  const api = newApi();
  api.get('/docs/problems', (c) => {
    const asked = c.req.query('lang');
    const language = asked === 'nl' || asked === 'en' ? asked : c.get('language');
    c.header('Content-Language', language);
    c.header('Vary', 'Accept-Language, Cookie');
    return c.html(problemsPage(language));
  });
  // Only a GET uses the link up: mail scanners and chat previews that ask with HEAD leave it whole.
  api.get('/login/:token', async (c) => {
    if (c.req.method !== 'GET') return c.body(null, 200);
    try {
      giveSession(c, await logInWithLink(c.get('world'), c.req.param('token')));
    } catch (cause) {
      // Who is already logged in just goes on; anyone else is told on the log-in page.
      if (!(cause instanceof Refused)) throw cause;
      return c.redirect(c.get('actor') ? '/' : '/?link=used', 303);
    }
    return c.redirect('/', 303);
  });
  return api;
}
