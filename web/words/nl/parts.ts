/** Woorden van de gedeelde delen: aangevinkt, gebeurd, geteld, klokken, meer. */
export const parts = {
  'parts.tick.done': 'gedaan',
  'parts.tick.now': 'nu aan de beurt',
  'parts.tick.open': 'nog te doen',
  'parts.tick.free': 'hoeft niet',
  'parts.tick.no': 'mag niet',
  'parts.timeline.none': 'Nog niets gebeurd.',
  'parts.timeline.earlier': 'Toon {n} eerdere regels',
  'parts.clock.of': 'Klok: {name}',
  'parts.clock.until': 'tot',
  'parts.clock.used': '{n} % van de termijn voorbij',
  'parts.clock.none': 'Er loopt geen klok.',
  'parts.acts.more': 'Meer',
  'keys.go': 'Ga naar',
} as const;
