/** The door of onboarding: what a customer says, checks, risk, payers, gates and campaigns. Pure; the desk in the browser may know all of it. */
export * from './campaign.ts';
export * from './check.ts';
export { isBank, type PayMethod, payMethods } from './checks/money.ts';
export * from './life.ts';
export * from './payer.ts';
export * from './risk.ts';
export * from './shapes.ts';
export * from './statement.ts';
export * from './statements/line.ts';
export * from './whatif.ts';
