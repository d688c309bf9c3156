/** Pages of the desk that work without script: the landing of a one-time log-in link. */
import { type Api, newApi } from '#io/http';
import { Refused } from '#kernel';
import { giveSession } from '#organisations/api';
import { logInWithLink } from '#organisations/work';

export function pages(): Api {
  const api = newApi();
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
