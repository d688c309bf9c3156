/** What a sample message is, and the moments of the demo's thirty days. */
import type { End } from '#formats';
import type { Channel } from '#intake';
import type { Days } from './provider.ts';

export interface SampleMessage {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly channel: Channel;
  readonly at: Temporal.Instant;
  readonly feed?: string;
  /** Mail: who handed it in. */
  readonly from?: string;
  /** How reading it is meant to end; null for a message that is here already. */
  readonly end: End | null;
}

/** The days of the demo: everything is told as an offset from its start. */
export class Month {
  readonly start: Temporal.Instant;
  /** The last UTC day whose feeds had come in at the start: feeds come at seven in the morning after. */
  readonly #lastDay: Temporal.PlainDate;
  constructor(start: Temporal.Instant) {
    this.start = start.round('second');
    this.#lastDay = this.start.subtract({ hours: 8 }).toZonedDateTimeISO('UTC').toPlainDate().subtract({ days: 1 });
  }
  /** The moment this many days from the start. */
  at(days: Days): Temporal.Instant {
    return this.start.add({ seconds: Math.round(days * 86_400) });
  }
  /** Start of the UTC day, 0 being the last one whose feeds had come. */
  day(back: number): Temporal.Instant {
    return this.#lastDay.subtract({ days: back }).toZonedDateTime('UTC').toInstant();
  }
  /** When the feeds of that day came in. */
  arrives(back: number, minutes = 0): Temporal.Instant {
    return this.day(back).add({ hours: 31, minutes });
  }
}
