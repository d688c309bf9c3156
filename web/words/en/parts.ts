/** Words of the shared parts: ticked off, happened, counted, clocks, more. */
export const parts = {
  'parts.tick.done': 'done',
  'parts.tick.now': 'to do now',
  'parts.tick.open': 'still to do',
  'parts.tick.free': 'not needed',
  'parts.tick.no': 'not allowed',
  'parts.timeline.none': 'Nothing happened yet.',
  'parts.timeline.earlier': 'Show {n} earlier lines',
  'parts.clock.of': 'Clock: {name}',
  'parts.clock.until': 'until',
  'parts.clock.used': '{n}% of the term is gone',
  'parts.clock.none': 'No clock is running.',
  'parts.acts.more': 'More',
  'keys.go': 'Go to',
} as const;
