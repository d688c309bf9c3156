/** Why a channel brings nothing, in plain words: what is wrong and what to do about it. */
import type { Words } from '#kernel';

export const faults = {
  'name.unknown': {
    nl: 'Deze hostnaam bestaat niet. Controleer de spelling.',
    en: 'This host name does not exist. Check its spelling.',
  },
  'name.failed': {
    nl: 'De hostnaam kon niet worden opgezocht: de naamserver antwoordt niet.',
    en: 'The host name could not be looked up: the name server does not answer.',
  },
  'address.private': {
    nl: 'Dit adres ligt in private adresruimte. De beheerder van deze machine kan de host toestaan met BEZEM_PRIVATE_HOSTS.',
    en: 'This address lies in private space. Whoever runs this machine can allow the host with BEZEM_PRIVATE_HOSTS.',
  },
  'connect.refused': {
    nl: 'Op dat adres en die poort luistert niets. Controleer host en poort.',
    en: 'Nothing listens at that address and port. Check host and port.',
  },
  'connect.timeout': {
    nl: 'Er komt geen antwoord. Controleer host, poort en firewall.',
    en: 'There is no answer. Check host, port and firewall.',
  },
  'connect.lost': { nl: 'De verbinding werd verbroken.', en: 'The connection was broken off.' },
  'tls.untrusted': {
    nl: 'Het certificaat van de server is niet te vertrouwen: zelf ondertekend of van een onbekende uitgever.',
    en: "The server's certificate cannot be trusted: it is self-signed or of an unknown issuer.",
  },
  'tls.expired': { nl: 'Het certificaat van de server is verlopen.', en: "The server's certificate has expired." },
  'tls.name': { nl: 'Het certificaat is voor een andere hostnaam.', en: 'The certificate is for another host name.' },
  'tls.failed': {
    nl: 'De beveiligde verbinding kwam niet tot stand. Hoort TLS op deze poort, of STARTTLS?',
    en: 'The secure connection failed. Does this port want TLS, or STARTTLS?',
  },
  'time.over': { nl: 'Het duurde te lang.', en: 'It took too long.' },
  'size.over': {
    nl: 'Wat er kwam is groter dan de ingestelde grens.',
    en: 'What came is larger than the limit that was set.',
  },
  'redirect.loop': { nl: 'Het adres blijft doorverwijzen.', en: 'The address keeps redirecting.' },
  'redirect.refused': {
    nl: 'Het adres verwijst door naar een plek waar geheimen niet mee mogen.',
    en: 'The address redirects to a place where secrets may not go.',
  },
  'url.invalid': { nl: 'Dit is geen bruikbaar webadres.', en: 'This is not a web address that can be used.' },
  'answer.broken': { nl: 'Het antwoord was niet te lezen.', en: 'The answer could not be read.' },
  'http.auth': {
    nl: 'De andere kant weigert de toegang: sleutel, wachtwoord of rechten kloppen niet.',
    en: 'The other side refuses: key, password or rights are not right.',
  },
  'http.gone': { nl: 'Op dit adres is niets (meer).', en: 'There is nothing at this address (any more).' },
  'http.wait': {
    nl: 'De andere kant vraagt om te wachten; dat doen we.',
    en: 'The other side asks us to wait; we do.',
  },
  'http.status': { nl: 'De andere kant antwoordt met een fout.', en: 'The other side answers with an error.' },
  'imap.greeting': {
    nl: 'Dit is geen IMAP-server, of zijn begroeting is kapot.',
    en: 'This is no IMAP server, or its greeting is broken.',
  },
  'imap.no_starttls': {
    nl: 'De server kent geen STARTTLS. Kies TLS (poort 993).',
    en: 'The server does not know STARTTLS. Choose TLS (port 993).',
  },
  'imap.plain': {
    nl: 'Zonder versleuteling mag alleen naar een host in eigen adresruimte die is toegestaan. Kies TLS of STARTTLS.',
    en: 'Without encryption only a host in private space that was allowed may be used. Choose TLS or STARTTLS.',
  },
  'imap.auth': {
    nl: 'Gebruikersnaam of wachtwoord klopt niet, of IMAP staat uit voor dit postvak.',
    en: 'User name or password is not right, or IMAP is off for this mailbox.',
  },
  'imap.oauth': {
    nl: 'De server neemt het toegangstoken niet aan. Heeft de toepassing recht op dit postvak?',
    en: 'The server does not take the access token. May the application read this mailbox?',
  },
  'oauth.refused': {
    nl: 'Het tokenadres geeft geen toegangstoken: client-id, geheim of verversingstoken klopt niet.',
    en: 'The token address gives no access token: client id, secret or refresh token is not right.',
  },
  'oauth.incomplete': {
    nl: 'Voor OAuth zijn een tokenadres en een client-id nodig.',
    en: 'OAuth needs a token address and a client id.',
  },
  'imap.folder': { nl: 'Deze map bestaat niet in het postvak.', en: 'The mailbox has no such folder.' },
  'imap.move': {
    nl: 'Berichten konden niet worden verplaatst of gemarkeerd.',
    en: 'Messages could not be moved or flagged.',
  },
  'imap.protocol': {
    nl: 'De server antwoordt iets dat geen IMAP is.',
    en: 'The server answers something that is not IMAP.',
  },
  'folder.off': {
    nl: 'Op deze machine worden geen mappen bekeken (BEZEM_WATCH_FOLDER is off).',
    en: 'No folders are watched on this machine (BEZEM_WATCH_FOLDER is off).',
  },
  'folder.missing': {
    nl: 'De map is er niet en kon niet worden gemaakt.',
    en: 'The folder is not there and could not be made.',
  },
  'folder.denied': {
    nl: 'De map mag niet worden gelezen of beschreven.',
    en: 'The folder may not be read or written.',
  },
  'shadowserver.answer': {
    nl: 'Shadowserver antwoordt iets anders dan een lijst.',
    en: 'Shadowserver answers something other than a list.',
  },
  'secret.missing': { nl: 'Er ontbreekt een wachtwoord of sleutel.', en: 'A password or key is missing.' },
  'secret.gone': {
    nl: 'Het geheim van dit kanaal kan niet meer worden geopend. Vul het opnieuw in.',
    en: 'The secret of this channel can no longer be opened. Fill it in again.',
  },
  'program.fault': {
    nl: 'Er ging hier iets mis; het staat in het log.',
    en: 'Something went wrong on our side; it is in the log.',
  },
} as const satisfies Record<string, Words>;
export type FaultCode = keyof typeof faults;

/** The words of a code; those of a fault of ours for one that is not known. */
export function faultWords(code: string): Words {
  return Object.hasOwn(faults, code) ? faults[code as FaultCode] : faults['program.fault'];
}
