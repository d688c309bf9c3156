/**
 * The floors of the house: the picture that ARCHITECTURE.md prints and the rule that tidy.test.ts enforces.
 * A room imports only rooms on lower floors, and only through their doors.
 */
export interface Room {
  /** One sentence: what this room is for. */
  readonly is: string;
  /** Shell files of this room besides store, work, api, cli and pages (they may do I/O). */
  readonly shell?: readonly string[];
}
export interface Floor {
  readonly name: string;
  readonly rooms: Readonly<Record<string, Room>>;
}

/** Lowest floor first. */
export const floors: readonly Floor[] = [
  {
    name: 'ground',
    rooms: {
      kernel: { is: 'Ids, results, problems, time, addresses, names. Knows nothing about abuse.' },
    },
  },
  {
    name: 'doors',
    rooms: {
      io: { is: 'The only doors to the outside: database, mail, files, child processes, clock, dice, keys.' },
    },
  },
  {
    name: 'law',
    rooms: {
      law: { is: 'Kinds, courses of action, clocks, letters, holidays and seal criteria, as data with their basis.' },
    },
  },
  {
    name: 'keeping',
    rooms: {
      evidence: { is: 'Bytes as received, encrypted under keys that can be destroyed.' },
    },
  },
  {
    name: 'proof',
    rooms: {
      journal: {
        is: 'Append-only Merkle log per organisation that can forget what it commits to.',
        shell: ['proof'],
      },
    },
  },
  {
    name: 'sending',
    rooms: {
      erasure: { is: 'What is forgotten, under which rule; the tombstone that says so.' },
      correspondence: { is: 'Letters out, the outbox with undo, answers in.' },
      deadlines: { is: 'Clocks that run: when they warn, when they are breached.' },
    },
  },
  {
    name: 'people',
    rooms: {
      organisations: { is: 'Tenants, their members, sessions, keys and who may do what.' },
      parties: { is: 'Customers, resellers, contacts and the contracts that chain them, in time.' },
    },
  },
  {
    name: 'knowing',
    rooms: {
      formats: { is: 'Plug-ins that turn bytes into findings; what a finding is.', shell: [] },
      resources: { is: 'Who held which address, domain or site when.' },
      screening: {
        is: 'Lists of the sanctioned and the matching of names, domains and owners with them.',
        shell: ['finders', 'finding'],
      },
    },
  },
  {
    name: 'intake',
    rooms: {
      intake: {
        is: 'Messages in, kept durably, read in a child process by their format, findings out; the manual queue.',
        shell: [
          'reader',
          'readers',
          'smtp',
          'ingest',
          'messages',
          'handling',
          'facts',
          'teaching',
          'channels',
          'notifiers',
          'prover',
          'proving',
        ],
      },
    },
  },
  {
    name: 'judgement',
    rooms: {
      attribution: { is: 'Finding and moment in, holder then and chain then out.' },
      priority: { is: 'Urgency and impact in, band and its explanation out.' },
      bans: { is: 'Removed customers, and the check whether one of them comes back.' },
      editions: {
        is: 'Editions of the police reseller letter: sealed, matched here, seen by members with one right.',
        shell: ['hpke', 'sealing'],
      },
      registrants: {
        is: 'The register of holders of domain names: verified, public in part, asked within 72 hours.',
      },
      biography: { is: 'Who held, announced and answered for a prefix, from public sources (a later issue).' },
    },
  },
  {
    name: 'admission',
    rooms: {
      onboarding: { is: 'Know your customer: gates, checks, first payment, risk, reviews, campaigns.' },
    },
  },
  {
    name: 'reselling',
    rooms: {
      resellers: {
        is: 'What resellers declare, keep and commit to: registers of their customers, payments, questions (a later issue).',
      },
    },
  },
  {
    name: 'work',
    rooms: {
      cases: {
        is: 'Findings about one holder and one problem, and what was done.',
        shell: [
          'taking',
          'acting',
          'watching',
          'showing',
          'lettering',
          'probing',
          'exporting',
          'recording',
          'directing',
          'climbing',
          'handing',
          'measuring',
          'writing',
          'settling',
        ],
      },
      orders: {
        is: 'Orders of authorities: intake, clocks, effect per item, secrecy, report back; who is on duty.',
        shell: [
          'taking',
          'acting',
          'settling',
          'lettering',
          'secrecy',
          'demanding',
          'keeping',
          'duty',
          'register',
          'showing',
          'acts',
          'apis',
        ],
      },
      notices: {
        is: 'Notices of illegal content: the public form, the queue, the answer; who gives them; points of contact.',
        shell: [
          'taking',
          'looking',
          'telling',
          'acting',
          'settling',
          'showing',
          'mailing',
          'flaggers',
          'publishing',
          'sweeping',
        ],
      },
      disclosure: {
        is: 'Requests for data about customers by those who cannot order it.',
        shell: ['sweeping'],
      },
      incidents: {
        is: 'Significant incidents, breaches of personal data, and the victims who are told.',
        shell: ['lettering', 'showing'],
      },
    },
  },
  {
    name: 'reasons',
    rooms: {
      reasons: { is: 'Statements of reasons, and the recorded exceptions to them.' },
    },
  },
  {
    name: 'decisions',
    rooms: {
      measures: {
        is: 'Decisions, and the restrictions they bring about in other systems.',
        shell: [
          'doors',
          'drafting',
          'acting',
          'telling',
          'carrying',
          'sweeping',
          'showing',
          'systems',
          'strikes',
          'ordering',
          'hands',
        ],
      },
    },
  },
  {
    name: 'redress',
    rooms: {
      complaints: { is: 'Complaints against decisions, and reports of threats to life.', shell: ['threats'] },
    },
  },
  {
    name: 'networks',
    rooms: {
      participants: { is: 'Who takes part in the clearing house (a later issue).' },
      distribution: { is: 'Findings down the chain, answers up (a later issue).' },
      standing: { is: 'Fair provider metrics (a later issue).' },
    },
  },
  {
    name: 'showing',
    rooms: {
      dossiers: {
        is: 'One file that proves a matter: records, bytes, letters, clocks and proofs, checked offline.',
        shell: ['collecting'],
      },
      indicators: { is: 'What the own data say about a reseller, as terms that add up (a later issue).' },
      reports: {
        is: 'The transparency reports: what is counted, in the official tables, checked, published and corrected.',
        shell: ['showing'],
      },
      seal: { is: 'Code of conduct criteria, assessment, seal (a later issue).' },
    },
  },
  {
    name: 'desk',
    rooms: {
      desk: {
        is: 'The HTTP server, the whole API, the command line, what the web app is served.',
        shell: ['server', 'openapi', 'web', 'live', 'backup', 'documents'],
      },
    },
  },
  {
    name: 'attic',
    rooms: {
      demo: { is: 'The sample provider: its parties, prefixes, sites and thirty days of reports.', shell: ['*'] },
      simulator: { is: 'One seed drives clock, mail, network and crashes through the io doors.', shell: ['*'] },
    },
  },
];

/** The shell files every room may have; any other file is pure unless the map names it. */
export const shellFiles = ['store', 'work', 'api', 'cli', 'pages'] as const;

/** `store` and `work` may be used by rooms above; the other three only by desk, the attic and main. */
export const deskOnlyFiles = ['api', 'cli', 'pages'] as const;

/** Packages that do no I/O and may be imported by pure files. */
export const purePackages = [
  'zod',
  'tldts',
  'yaml',
  'iconv-lite',
  'fflate',
  'fast-xml-parser',
  'any-ascii',
  'saxes',
] as const;

/** Rooms that are drawn on the map but belong to later issues. */
export function isPlanned(room: Room): boolean {
  return room.is.includes('(a later issue)');
}

/** Floor number of a room, counted from the ground; undefined where the map does not know the name. */
export function floorOf(name: string): number | undefined {
  const at = floors.findIndex((floor) => Object.hasOwn(floor.rooms, name));
  return at < 0 ? undefined : at;
}
