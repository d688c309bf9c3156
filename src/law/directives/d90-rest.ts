/** All the rest: to the abuse contact of the next link, in the rhythm of the course of action. */
import { directive } from '../directive.ts';

export default directive({
  id: 'd90-rest',
  title: { nl: 'De rest: zoals de aanpak zegt', en: 'The rest: as the course of action says' },
  when: {},
  outcome: { send: true },
});
