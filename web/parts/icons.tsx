/** The drawings of the house: one line of one weight on a field of 24, an own one for each room. */
const paths = {
  inbox: 'M3 12h4l2 3h6l2-3h4M5.5 5h13L21 12v7H3v-7z',
  hand: 'M4 5h16v11H9l-5 4z M8 9h8 M8 12h5',
  teach: 'M4 20l4-1L19 8l-3-3L5 16z M14 7l3 3 M4 20h16',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.6-3.6 3.2-5.5 6.500-5.500s5.900 1.900 6.500 5.500M16 4.500a3.500 3.500 0 0 1 0 6.500M18 15c2 .6 3.200 2.300 3.500 5',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.500 2',
  letter: 'M3 6h18v12H3zM3 7l9 6.500L21 7',
  import: 'M12 3v11M7.500 10 12 14.500 16.500 10M4 17v3h16v-3',
  book: 'M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h11',
  channel: 'M4 7h9M4 12h6M4 17h9M14 12h7M17 8l4 4-4 4',
  voice: 'M4 10v4h4l6 5V5L8 10zM17 9a4 4 0 0 1 0 6M19.500 6.500a8 8 0 0 1 0 11',
  seal: 'M12 3l2.500 2 3.200-.3.600 3.100 2.500 2-1.600 2.700.6 3.200-3.100.9-1.500 2.900-3.200-1.100-3.200 1.100-1.500-2.900-3.100-.9.6-3.200L3.200 9.800l2.500-2 .6-3.100 3.200.3zM9 12l2 2 4-4',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 20a2 2 0 0 0 4 0',
  shield: 'M12 3l8 3v6c0 4.500-3.200 7.700-8 9-4.800-1.300-8-4.500-8-9V6zM8.500 12l2.500 2.500 4.500-4.500',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4.500 4.500',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  close: 'M6 6l12 12M18 6 6 18',
  where:
    'M12 21s7-6.200 7-11.500A7 7 0 0 0 5 9.500C5 14.800 12 21 12 21zM12 12a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z',
  rules: 'M4 6h10M4 12h10M4 18h10M18 5v14M15.500 16.500 18 19l2.500-2.500',
  brush: 'M14 4l6 6-8 8-6-6zM6 12l-2 8 8-2',
  chart: 'M4 20V4M4 20h16M8 16v-4M12 16V8M16 16v-6',
  back: 'M15 5l-7 7 7 7',
  ledger:
    'M4 6c0-1.700 3.600-3 8-3s8 1.300 8 3-3.600 3-8 3-8-1.300-8-3zM4 6v12c0 1.700 3.600 3 8 3s8-1.300 8-3V6M4 12c0 1.700 3.600 3 8 3s8-1.300 8-3',
  columns: 'M4 4h16v16H4zM4 9h16M10 9v11M15 9v11',
  gavel: 'M13 4l7 7-3 3-7-7zM11.500 8.500 4 16l3 3 7.500-7.500M12 21h9',
  flag: 'M5 21V4M5 5h12l-2.500 4L17 13H5',
  scale: 'M12 4v16M7 20h10M5 7h14M5 7l-3 7h6zM19 7l-3 7h6z',
  objection: 'M4 5h16v11H9l-5 4zM12 8v4M12 13.800h.01',
  key: 'M8 19a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zM11.500 11.500 20 3M16 7l3 3M13.500 9.500l2 2',
  bolt: 'M13 2 5 13h6l-1 9 9-12h-6z',
  report: 'M6 3h9l4 4v14H6zM14 3v5h5M9.500 17v-3M12.500 17v-6M15.500 17v-4',
  star: 'M12 3.500l2.600 5.400 5.900.8-4.300 4.100 1.100 5.900L12 16.900l-5.300 2.800 1.100-5.900L3.500 9.700l5.900-.8z',
  phone: 'M6 3h4l2 5-2.500 1.500a11 11 0 0 0 5 5L16 12l5 2v4a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z',
  plug: 'M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4',
  journal: 'M6 3h13v18H6zM6 3v18M3.500 8h4M3.500 12h4M3.500 16h4M11 8h5M11 12h5',
  door: 'M5 21V4l9-1v18M14 5h5v16M3 21h18M11 12h.01',
  ban: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM5.600 5.600l12.800 12.800',
  tree: 'M9 3h6v5H9zM3 16h6v5H3zM15 16h6v5h-6zM12 8v4M6 16v-4h12v4',
  gauge: 'M4 18a9 9 0 1 1 16 0M12 15l4-5M12 15h.01',
  card: 'M3 5h18v14H3zM8 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM5 16c.5-1.600 1.500-2.400 3-2.400s2.500.8 3 2.400M14 9.500h4M14 13.500h4',
  layers: 'M12 3l9 5-9 5-9-5zM3 12.500l9 5 9-5M3 16.500l9 5 9-5',
  down: 'M6 9l6 6 6-6',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
} as const;
export type IconName = keyof typeof paths;

/** A drawing beside words, never instead of them. */
export function Icon({ name, size = 17 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} strokeWidth={name === 'more' ? 3 : 1.8} />
    </svg>
  );
}
