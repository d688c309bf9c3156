/** Senders about works shared from an address: a block of details under the usual labels. What differs is who they are and how they are known. */
import type { Words } from '#kernel';
import type { Finding } from '../finding.ts';
import type { Match } from '../format.ts';
import { address, moment } from './finders.ts';
import { type TemplateFormat, template } from './template.ts';

export interface RightsSender {
  readonly id: string;
  readonly title: Words;
  readonly match: readonly Match[];
  /** None where the form is of many senders. */
  readonly reporter?: NonNullable<Finding['reporter']>;
}

/** A format for the notices of one sender about copyright. */
export function copyrightNotice(of: RightsSender): TemplateFormat {
  return template({
    id: of.id,
    version: 1,
    title: of.title,
    match: of.match,
    until: /^-{3,}[ \t]*(?:BEGIN|END) PGP SIGNATURE|<\?xml/m,
    fields: {
      ip: [
        { re: /^[ \t]*(?:Infring(?:er|ers|ing)(?:'s|s)? )?IP[ -]?Address(?:es)?[ \t]*:[ \t]*([0-9a-f.:]{3,45})/im },
        address,
      ],
      port: {
        re: /^[ \t]*(?:Infring(?:er|ers|ing)(?:'s|s)? |IP |Source )?Port[ \t]*(?:ID|Number)?[ \t]*:[ \t]*(\d{1,5})/im,
      },
      seenAt: [
        {
          re: /^[ \t]*(?:Recent |Last )?(?:Infringement )?(?:Timestamp|Date\/Time|Date of infringement|Date\/Time of Infringement)(?:[ \t]*\([^)\n]{0,20}\))?[ \t]*:[ \t]*(.{8,60})$/im,
        },
        { re: /^[ \t]*Last Found[ \t]*:[ \t]*(.{8,60})$/im },
        moment,
      ],
      firstSeenAt: { re: /^[ \t]*(?:Initial Infringement Timestamp|First Found|First Seen)[ \t]*:[ \t]*(.{8,60})$/im },
      lastSeenAt: { re: /^[ \t]*(?:Recent Infringement Timestamp|Last Found|Last Seen)[ \t]*:[ \t]*(.{8,60})$/im },
      reference: [
        {
          re: /^[ \t]*(?:Notice ID|Case ID|Case Number|Case #|Reference(?: ID| #)?|Infringement ID|Ref(?:erence)? ?#?|Evidence ID|Unique ID|TC-\d{1,6})[ \t]*:[ \t]*#?([\w.-]{3,60})/im,
        },
        { re: /^Subject:.*?\b(TC-[\w-]{4,40})/im },
        {
          re: /^Subject:.*?\b(?:Case ID|Case No\.?|Notice ID|ID|Case|Reference|Ref|TC-)[ \t]?#?:?[ \t]?((?=[\w-]{0,30}\d{3})[\w-]{4,60})/im,
        },
      ],
      'protocol.application': {
        re: /^[ \t]*(?:Protocol|Type|Infringement Type|Network|Infringement Source)[ \t]*:[ \t]*([A-Za-z][\w /-]{1,30})/im,
      },
      asSent: { re: /^[ \t]*(?:Infringement Type|Type)[ \t]*:[ \t]*(.{2,60})$/im },
      'reporter.org': {
        re: /^[ \t]*(?:Rights? ?(?:Holder|Owner)|Copyright (?:Owner|Holder)(?:\(s\))?|Complainant|On behalf of)[ \t]*:[ \t]*(.{2,100})$/im,
      },
    },
    constants: { kind: 'ip.copyright', zone: 'UTC', ...(of.reporter ? { reporter: of.reporter } : {}) },
    required: ['ip'],
  });
}
