/** XARF v4 reports in a text: one, several, one per line, or standing in prose; none of which says one thing twice. */
import { type FoundJson, jsonIn } from '../values/json.ts';

/** What every report of this version holds. */
export const mark = /"xarf_version"/;
/** A report in which one of these stands twice does not say which is meant. */
const unique = ['source_identifier', 'source_port', 'timestamp', 'category', 'type', 'url', 'infringing_url'];

/** The reports a text holds, parsed and not yet checked. */
export const readXarf = (text: string): FoundJson => jsonIn(text, unique, mark);
