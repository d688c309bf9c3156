/** Course of action: service or data store open to the internet. */
import { action } from '../action.ts';

export default action({
  id: 'exposed_service',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: { law: 'house rule', mark: 'house' },
  title: { nl: 'Dienst of gegevensopslag open op internet', en: 'Service or data store open to the internet' },
  what: {
    nl: 'Deze dienst is voor iedereen op internet bereikbaar, soms zonder wachtwoord. Daders zoeken hier voortdurend naar: zij stelen of wissen gegevens en zetten er gijzelsoftware op.',
    en: 'Anyone on the internet can reach this service, sometimes without a password. Offenders search for this constantly: they steal or wipe data and plant ransomware.',
  },
  rsit: 'vulnerable:potentially-unwanted-accessible',
  factors: { activity: 2, speed: 2, harm: 2 },
  lane: null,
  firstByItself: true,
  look: { count: 1, unit: 'working_days', from: 'B' },
  customer: { count: 7, unit: 'days', from: 'B' },
  host: { count: 14, unit: 'days', from: 'B' },
  otherTerms: {
    critical: {
      look: { count: 4, unit: 'hours', from: 'B' },
      customer: { count: 48, unit: 'hours', from: 'B' },
      host: { count: 72, unit: 'hours', from: 'B' },
    },
  },
  stepsForCustomer: [
    {
      do: {
        nl: 'Sluit de gemelde poort voor internet en laat alleen uw eigen adres of VPN toe. Voor RDP (3389) bijvoorbeeld:',
        en: 'Close the reported port to the internet and allow your own address or VPN only. For RDP (3389) for example:',
      },
      command: 'ufw allow from 192.0.2.10 to any port 3389 proto tcp\nufw deny 3389/tcp',
    },
    {
      do: {
        nl: 'Redis: luister lokaal en vraag een wachtwoord (redis.conf).',
        en: 'Redis: listen locally and ask for a password (redis.conf).',
      },
      command: 'bind 127.0.0.1 -::1\nprotected-mode yes\nrequirepass LONG-RANDOM-PASSWORD',
    },
    {
      do: {
        nl: 'MongoDB: luister lokaal en zet toegangscontrole aan (mongod.conf). Elasticsearch: laat beveiliging aan staan en bind lokaal.',
        en: 'MongoDB: listen locally and turn on access control (mongod.conf). Elasticsearch: keep security on and bind locally.',
      },
      command: 'net:\n  bindIp: 127.0.0.1\nsecurity:\n  authorization: enabled',
    },
    {
      do: {
        nl: 'Docker, Kubernetes, ADB: nooit open op internet. Haal `-H tcp://` weg en gebruik SSH; zet ADB over het netwerk uit.',
        en: 'Docker, Kubernetes, ADB: never open to the internet. Remove `-H tcp://` and use SSH; turn off ADB over the network.',
      },
      command: 'docker context create server --docker host=ssh://USER@HOST',
    },
    {
      do: {
        nl: 'Let op: Docker zet poorten langs ufw open. Publiceer alleen op 127.0.0.1.',
        en: 'Note: Docker opens ports around ufw. Publish on 127.0.0.1 only.',
      },
      command: 'docker run -p 127.0.0.1:6379:6379 redis',
    },
    {
      do: {
        nl: 'Stond het open zonder wachtwoord? Ga er dan van uit dat iemand binnen was: zoek vreemde accounts, taken en processen, en kijk of er gegevens weg zijn.',
        en: 'Was it open without a password? Then assume someone was in: look for strange accounts, tasks and processes, and whether data are gone.',
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Controleer van buiten of de poort antwoordt en of er een wachtwoord wordt gevraagd; lees geen gegevens.',
        en: 'Check from outside whether the port answers and whether a password is asked; read no data.',
      },
    },
    {
      do: {
        nl: 'Staan er persoonsgegevens open? Zeg de klant dat hij binnen 72 uur moet beoordelen of hij een datalek meldt.',
        en: 'Are personal data open? Tell the customer that he must judge within 72 hours whether to report a data breach.',
      },
    },
    {
      do: {
        nl: 'Sluit de poort na de termijn op de rand van uw netwerk als uw voorwaarden dat toestaan.',
        en: "Close the port at your network's edge after the term where your terms allow it.",
      },
    },
    {
      do: {
        nl: 'Zet in nieuwe servers deze poorten standaard dicht: 135, 139, 445, 2375, 3389, 5555, 5900, 6379, 9200, 27017.',
        en: 'Close these ports by default on new servers: 135, 139, 445, 2375, 3389, 5555, 5900, 6379, 9200, 27017.',
      },
    },
  ],
  fixedWhen: {
    nl: 'De poort is van buiten dicht, of de dienst vraagt om in te loggen.',
    en: 'The port is closed from outside, or the service asks for a log-in.',
  },
  quietDays: 14,
  probe: { how: 'tcp_connect', times: 2, apartMinutes: 60 },
  rhythm: 'digest',
});
