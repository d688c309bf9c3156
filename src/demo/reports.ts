/** The thirty days of reports about the sample provider, in the order in which they came in: real-shaped bytes, the same for the same start. */
import { abusehubMails, quietFeed, shadowserverFeeds } from './feeds.ts';
import { Month, type SampleMessage } from './sample.ts';
import { feedbackLoops, junkComplaints, xarfReports } from './standards.ts';
import { mailsInWords, strangeFile } from './words.ts';

/** Every message of the thirty days before `start`, oldest first. */
export function sampleMessages(start: Temporal.Instant): readonly SampleMessage[] {
  const month = new Month(start);
  const all = [
    ...shadowserverFeeds(month),
    ...abusehubMails(month),
    quietFeed(month),
    ...xarfReports(month),
    ...feedbackLoops(month),
    ...junkComplaints(month),
    ...mailsInWords(month),
    strangeFile(month),
  ];
  return all.sort((a, b) => Temporal.Instant.compare(a.at, b.at) || (a.name < b.name ? -1 : 1));
}
