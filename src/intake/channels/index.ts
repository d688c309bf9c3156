/** Channels, for main and the rooms above: the engine, its watch, and what people do with them. */
export { channelRoutes } from './api.ts';
export { channelCommands } from './cli.ts';
export { lookNow, runChannels, startWatches, watchJob } from './engine.ts';
export type { ChannelHands } from './pull.ts';
export { listChannels } from './work.ts';
