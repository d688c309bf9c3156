/** What a finding is, and the contract by which formats turn bytes into findings. */

export * from './asking/choose.ts';
export * from './asking/context.ts';
export * from './asking/read.ts';
export * from './finding.ts';
export * from './format.ts';
export * from './mail/bare.ts';
export { decodeText } from './mail/charset.ts';
export { htmlText } from './mail/html.ts';
export * from './mail/mime.ts';
export * from './mail/sniff.ts';
export * from './mail/text.ts';
export * from './mail/unit.ts';
export * from './table/table.ts';
export * from './xarf/check.ts';
export * from './xarf/facts.ts';
export * from './xarf/write.ts';
