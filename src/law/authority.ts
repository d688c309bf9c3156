/** Authorities: what each may ask, on which basis, and what it may see. By default nothing about a customer leaves. */
import type { Words } from '#kernel';
import type { Basis, InForce } from './basis.ts';

export const authorityRoles = [
  'coordinator',
  'tco',
  'csam',
  'csirt',
  'cbw',
  'data_protection',
  'prosecutor',
  'police',
  'sanctions',
  'hotline',
  'europol',
] as const;
export type AuthorityRole = (typeof authorityRoles)[number];

/** Parts of a dossier; a reader sees some of them. `holder`: who the customer is and the chain to it. */
export const dossierParts = [
  'matter',
  'timeline',
  'clocks',
  'messages',
  'findings',
  'holder',
  'letters',
  'probes',
  'decisions',
] as const;
export type DossierPart = (typeof dossierParts)[number];

export interface Authority {
  /** File name in law/authorities. */
  readonly id: string;
  readonly name: Words;
  /** ISO 3166 alpha-2; absent for bodies of the Union. */
  readonly country?: string;
  readonly roles: readonly AuthorityRole[];
  readonly basis: Basis;
  readonly inForce: InForce;
  readonly power: Words;
  /** What it sees on demand, with the article of the demand; and what goes to it of our own motion. */
  readonly onDemand: Words;
  readonly ofOwnMotion: Words | null;
  /** The same as data: which parts of a dossier it may be given on demand, and which without one. */
  readonly sees: { readonly onDemand: readonly DossierPart[]; readonly ofOwnMotion: readonly DossierPart[] };
}

export const authority = <const A extends Authority>(a: A): A => a;
