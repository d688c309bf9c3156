/** The Netherlands: days of the Algemene termijnenwet, article 3. From memory; to be read in the law before it decides a case. */
import { holidays } from '../restdays.ts';

/** No first day is recorded for the feasts: they hold as far back as any finding reaches. */
const always = { from: '1964-01-01' };

export default holidays({
  id: 'nl',
  basis: {
    law: 'Algemene termijnenwet',
    article: '3',
    url: 'https://wetten.overheid.nl/BWBR0002448',
    mark: 'memory',
  },
  days: [
    { title: { nl: 'Nieuwjaarsdag', en: "New Year's Day" }, inForce: always, on: { month: 1, day: 1 } },
    // Paragraph 2 puts Good Friday on a par with the days of paragraph 1.
    { title: { nl: 'Goede Vrijdag', en: 'Good Friday' }, inForce: always, on: { fromEaster: -2 } },
    { title: { nl: 'Tweede paasdag', en: 'Easter Monday' }, inForce: always, on: { fromEaster: 1 } },
    {
      title: { nl: 'Koninginnedag', en: "Queen's Day" },
      inForce: { from: '1980-04-30', until: '2014-01-01' },
      on: { month: 4, day: 30, onSunday: -1 },
    },
    {
      title: { nl: 'Koningsdag', en: "King's Day" },
      inForce: { from: '2014-01-01' },
      on: { month: 4, day: 27, onSunday: -1 },
    },
    // Every year for terms of law, whatever employers do between the lustrum years.
    { title: { nl: 'Bevrijdingsdag', en: 'Liberation Day' }, inForce: always, on: { month: 5, day: 5 } },
    { title: { nl: 'Hemelvaartsdag', en: 'Ascension Day' }, inForce: always, on: { fromEaster: 39 } },
    { title: { nl: 'Tweede pinksterdag', en: 'Whit Monday' }, inForce: always, on: { fromEaster: 50 } },
    { title: { nl: 'Eerste kerstdag', en: 'Christmas Day' }, inForce: always, on: { month: 12, day: 25 } },
    { title: { nl: 'Tweede kerstdag', en: 'Boxing Day' }, inForce: always, on: { month: 12, day: 26 } },
  ],
});
