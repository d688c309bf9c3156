/** Intake: what a message is, its lanes and its shapes; what a channel and a notifier are. */
export * from './catalogue.ts';
export * from './channel.ts';
export * from './channelshapes.ts';
export * from './fault.ts';
export * from './message.ts';
export * from './notifier.ts';
export * from './row.ts';
export * from './shapes.ts';
export * from './teach.ts';
