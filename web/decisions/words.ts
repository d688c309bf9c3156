/** Words of states and acts of decisions, measures and complaints; one that is not known is shown as it is. */
import { catalogues, type Key } from '../words/words.ts';

type T = (key: Key) => string;
const known = (key: string): key is Key => Object.hasOwn(catalogues.nl, key);
const word = (t: T, key: string, code: string): string => (known(key) ? t(key) : code);

export const decisionState = (t: T, state: string) => word(t, `decision.state.${state}`, state);
export const measureState = (t: T, state: string) => word(t, `measure.state.${state}`, state);
export const complaintState = (t: T, state: string) => word(t, `complaint.state.${state}`, state);
export const decisionAct = (t: T, act: string) => word(t, `decision.act.${act}`, act);
export const measureAct = (t: T, act: string) => word(t, `measure.act.${act}`, act);
export const complaintAct = (t: T, act: string) => word(t, `complaint.act.${act}`, act);
export const stepWord = (t: T, step: string) => word(t, `strikes.step.${step}`, step);
