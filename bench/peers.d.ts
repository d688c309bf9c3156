/** What is used of the packages that are measured against; they bring no types of their own. */
declare module 'mailparser' {
  export function simpleParser(bytes: Uint8Array): Promise<{ readonly subject?: string }>;
}
declare module 'longest-prefix-match' {
  export default class LongestPrefixMatch {
    addPrefix(prefix: string, data: unknown): void;
    getMatch(prefix: string): readonly unknown[];
  }
}
