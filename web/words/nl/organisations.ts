/** Inloggen en rollen. */
export const organisations = {
  'login.title': 'Inloggen',
  'login.email': 'E-mailadres',
  'login.password': 'Wachtwoord',
  'login.organisation': 'Organisatie',
  'login.organisation.hint': 'De korte naam, zoals voorbeeldhost.',
  'login.button': 'Log in',
  'login.link_used': 'Deze inloglink is gebruikt of verlopen. Vraag een nieuwe of log in met uw wachtwoord.',
  'login.ended': 'Uw sessie is voorbij. Log opnieuw in.',
  'login.empty': 'Vul uw e-mailadres en wachtwoord in.',

  'role.reader': 'lezer',
  'role.handler': 'behandelaar',
  'role.decider': 'beslisser',
  'role.admin': 'beheerder',
} as const;
