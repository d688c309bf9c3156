/** Logging in, and roles. */
import type { organisations as nl } from '../nl/organisations.ts';

export const organisations = {
  'login.title': 'Log in',
  'login.email': 'E-mail address',
  'login.password': 'Password',
  'login.organisation': 'Organisation',
  'login.organisation.hint': 'The short name, such as example-host.',
  'login.button': 'Log in',
  'login.link_used': 'This log-in link was used or has expired. Ask for a new one or log in with your password.',
  'login.ended': 'Your session has ended. Log in again.',
  'login.empty': 'Fill in your e-mail address and password.',

  'role.reader': 'reader',
  'role.handler': 'handler',
  'role.decider': 'decider',
  'role.admin': 'administrator',
} as const satisfies Record<keyof typeof nl, string>;
