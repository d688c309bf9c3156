/** Course of action: hate, threats or criminal speech. */
import { action } from '../action.ts';

export default action({
  id: 'hate_or_threat_speech',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '16(5),(6)',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  title: { nl: 'Haat, bedreiging of strafbare uitlatingen', en: 'Hate, threats or criminal speech' },
  what: {
    nl: 'Iemand meldt dat hier strafbare haat, bedreiging of opruiing staat. Wij moeten beoordelen of dat onmiskenbaar zo is; uw reactie telt daarin mee.',
    en: 'Someone reports criminal hatred, threats or incitement here. We must judge whether that is unmistakable; your reaction counts in it.',
  },
  rsit: 'abusive-content:harmful-speech',
  factors: { activity: 4, speed: 2, harm: 2 },
  lane: null,
  look: { count: 1, unit: 'working_days', from: 'B' },
  customer: { count: 48, unit: 'hours', from: 'B' },
  host: { count: 35, unit: 'days', from: 'B', clock: 'clk-16-dec' },
  stepsForCustomer: [
    {
      do: {
        nl: 'Lees de gemelde uitlating en de reden van de melding.',
        en: 'Read the reported text and the reason for the report.',
      },
    },
    {
      do: {
        nl: 'Verwijder wat strafbaar is, of leg uit waarom het dat niet is (context, nieuws, satire, citaat).',
        en: 'Remove what is criminal, or explain why it is not (context, news, satire, quotation).',
      },
    },
    {
      do: {
        nl: 'Heeft een gebruiker van uw site dit geplaatst? Laat hem reageren en zeg ons wat u besloot.',
        en: 'Did someone else post this on your site? Let them react and tell us what you decided.',
      },
    },
    {
      do: {
        nl: 'Bewaar de uitlating en de gegevens over de plaatsing; de politie kan erom vragen.',
        en: 'Keep the text and the data about its posting; the police may ask for it.',
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Is de melding volledig: exact adres, uitleg, en een verklaring dat zij te goeder trouw is? Vraag zo niet om aanvulling.',
        en: 'Is the notice complete: exact address, explanation, and a statement of good faith? If not, ask for what is missing.',
      },
    },
    {
      do: {
        nl: 'Bevat zij een bedreiging van iemands leven? Dan geldt de aanpak daarvoor, direct.',
        en: "Does it hold a threat to someone's life? Then that course applies, at once.",
      },
    },
    {
      do: {
        nl: 'Toets per uitlating: onmiskenbaar strafbaar, in strijd met uw voorwaarden, of geen van beide. Schrijf wet en feiten op; laat bij twijfel een jurist kijken.',
        en: 'Assess each text: unmistakably criminal, against your terms, or neither. Write down law and facts; in doubt have a lawyer look.',
      },
    },
    {
      do: {
        nl: 'Beslis en stuur beide kanten een brief: de melder de beslissing met wat hij verder kan doen, de klant de motivering als u iets beperkt.',
        en: 'Decide and write to both sides: the notifier the decision with what he can do further, the customer the statement of reasons if you restrict anything.',
      },
    },
    {
      do: {
        nl: 'Vraag de klant de ene uitlating te verwijderen; schakel een hele website alleen uit als het niet kleiner kan.',
        en: 'Ask the customer to remove the one text; switch off a whole site only where nothing smaller is possible.',
      },
    },
  ],
  fixedWhen: {
    nl: 'De beslissing is aan beide kanten verstuurd en de toestand van het adres klopt ermee.',
    en: 'The decision was sent to both sides and the state of the address matches it.',
  },
  quietDays: 14,
  probe: { how: 'http_status', times: 1, apartMinutes: 0 },
  rhythm: 'at_once',
});
