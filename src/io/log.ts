/** What operators read: one JSON line per happening on standard error, never personal data. */
import { type Logger, pino } from 'pino';

export type Log = Logger;

/** A log at this level ('silent' writes nothing). */
export function openLog(level: string): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ fd: 2, sync: true }));
}
