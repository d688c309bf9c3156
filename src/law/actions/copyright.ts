/** Course of action: copyright, trademark or counterfeit. */
import { action } from '../action.ts';

export default action({
  id: 'copyright',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: {
    law: 'Gedragscode Notice-and-Take-Down',
    article: '6c',
    url: 'https://noticeandtakedowncode.nl/',
    mark: 'house',
  },
  title: { nl: 'Auteursrecht, merk of namaak', en: 'Copyright, trademark or counterfeit' },
  what: {
    nl: 'Een rechthebbende meldt dat hier zijn werk of merk zonder toestemming wordt gebruikt, of dat er namaak wordt verkocht.',
    en: 'A rights holder reports that his work or mark is used here without permission, or that counterfeit is sold.',
  },
  rsit: 'fraud:copyright',
  factors: { activity: 4, speed: 1, harm: 1 },
  lane: null,
  look: { count: 1, unit: 'working_days', from: 'B', clock: 'clk-ntd-fwd' },
  customer: { count: 2, unit: 'working_days', from: 'B' },
  host: { count: 10, unit: 'working_days', from: 'B' },
  stepsForCustomer: [
    {
      do: {
        nl: 'Kijk op het gemelde adres of het werk, merk of product daar staat.',
        en: 'Look at the reported address whether the work, mark or product is there.',
      },
    },
    {
      do: {
        nl: 'Heeft u geen toestemming? Verwijder het, ook uit zoekresultaten en downloads op uw site.',
        en: 'Do you have no permission? Remove it, from search results and downloads on your site too.',
      },
    },
    {
      do: {
        nl: 'Heeft u wel toestemming of geldt een uitzondering (citaat, parodie, eigen werk)? Stuur ons uw tegenbericht met het bewijs.',
        en: 'Do you have permission or does an exception apply (quotation, parody, own work)? Send us your counter-notice with the proof.',
      },
    },
    {
      do: {
        nl: 'Plaatste een gebruiker van uw site het? Vraag zijn reactie en sluit wie het telkens weer doet.',
        en: 'Did someone else post it on your site? Ask for their reaction and close the account of who keeps doing it.',
      },
    },
    {
      do: {
        nl: 'Bij namaak: haal het aanbod weg en bewaar de gegevens van de verkoper.',
        en: "For counterfeit: take the offer down and keep the seller's data.",
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Controleer of de melding volledig is: welk werk of merk, welk adres, namens wie, te goeder trouw. Vraag aan als er iets ontbreekt.',
        en: 'Check that the notice is complete: which work or mark, which address, on whose behalf, in good faith. Ask for what is missing.',
      },
    },
    {
      do: {
        nl: 'Stuur haar binnen een werkdag door aan de klant. De naam van de rechthebbende mag alleen mee als de klant die nodig heeft om te reageren (DSA, overweging 54).',
        en: "Forward it to the customer within a working day. The rights holder's name may go along only where the customer needs it to react (DSA, recital 54).",
      },
    },
    {
      do: {
        nl: 'Beslis na de reactie: onmiskenbaar inbreuk, niet onmiskenbaar, of geen inbreuk.',
        en: 'Decide after the reaction: unmistakable infringement, not unmistakable, or no infringement.',
      },
    },
    {
      do: {
        nl: 'Onmiskenbaar en niet verwijderd? Blokkeer het ene adres en stuur de klant een motivering.',
        en: 'Unmistakable and not removed? Block the one address and send the customer a statement of reasons.',
      },
    },
    {
      do: {
        nl: 'Meld de melder de beslissing en wat hij verder kan doen. Naam en adres van de klant geeft u niet zonder zijn instemming of een bevel.',
        en: "Tell the notifier the decision and what he can do further. Do not give the customer's name and address without his consent or an order.",
      },
    },
  ],
  fixedWhen: {
    nl: 'Het adres geeft het werk niet meer, of er is een tegenbericht en de beslissing is verstuurd.',
    en: 'The address no longer serves the work, or there is a counter-notice and the decision was sent.',
  },
  quietDays: 14,
  probe: { how: 'http_status', times: 1, apartMinutes: 0 },
  rhythm: 'at_once',
});
