/** Under which terms public feeds are given, in a sentence; whoever fetches one reads the publisher's own page first. */
import type { Words } from '#kernel';

const say = (nl: string, en: string): Words => ({ nl, en });

export const terms = {
  free: say('Vrij te gebruiken.', 'Free to use.'),
  cc0: say('Vrij te gebruiken (CC0).', 'Free to use (CC0).'),
  credit: say('Vrij te gebruiken met bronvermelding.', 'Free to use with credit to the publisher.'),
  nonCommercial: say(
    'Vrij voor eigen gebruik, niet commercieel; lees de voorwaarden.',
    'Free for own, non-commercial use; read the terms.',
  ),
  fairUse: say(
    'Vrij binnen redelijk gebruik; commercieel gebruik vraagt een overeenkomst.',
    'Free within fair use; commercial use needs an agreement.',
  ),
  key: say('Een gratis sleutel van de uitgever is nodig.', 'A free key from the publisher is needed.'),
  members: say(
    'Alleen voor deelnemers van de uitgever, over het eigen netwerk.',
    'For the publisher’s members only, about their own network.',
  ),
  paid: say('Alleen met een abonnement.', 'By subscription only.'),
  ended: say(
    'De uitgever is ermee gestopt; oude bestanden blijven leesbaar.',
    'Its publisher has ended it; old files remain readable.',
  ),
} as const;
