/** Who a dossier is for, and which parts of it that reader may see: data of law/authorities, never more than it says. */
import { type Authority, type DossierPart, dossierParts } from '#law';

export interface DossierReader {
  /** `own`: the organisation itself; else an authority of law/authorities. */
  readonly id: string;
  /** Whether the authority demanded it; of own motion it sees less. */
  readonly onDemand: boolean;
  readonly parts: ReadonlySet<DossierPart>;
}

export const ownReader: DossierReader = { id: 'own', onDemand: false, parts: new Set(dossierParts) };

/** An authority as reader: by default nothing about a customer leaves without demand, crime report or duty. */
export const readerOf = (authority: Authority, onDemand: boolean): DossierReader => ({
  id: authority.id,
  onDemand,
  parts: new Set(onDemand ? authority.sees.onDemand : authority.sees.ofOwnMotion),
});
