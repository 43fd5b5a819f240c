/** The sections of the settings, in the order of their list. */
export const SECTIONS = [
  { key: 'account', title: 'Your account', about: 'Password, sessions, your role' },
  { key: 'preferences', title: 'Preferences', about: 'Look, times and keys, in this browser' },
  { key: 'members', title: 'Members & roles', about: 'Who is here, invitations, who may what' },
  { key: 'teams', title: 'Teams & on-call', about: 'Who works together, who is called' },
  { key: 'keys', title: 'API keys', about: 'Keys of clients, servers, CI and people' },
  { key: 'sessions', title: 'Sessions', about: 'Who is signed in where' },
  { key: 'environments', title: 'Environments', about: 'Order, approvals, freeze windows' },
  { key: 'deployments', title: 'Deployments', about: 'Webhooks of providers, what their names are here' },
  { key: 'privacy', title: 'Retention & privacy', about: 'How long things are kept, what is cut out' },
  { key: 'mail', title: 'Mail', about: 'Mail server, test, what was sent' },
  { key: 'sign-in', title: 'Single sign-on', about: 'Sign-in through a provider' },
  { key: 'workspace', title: 'Workspace', about: 'Name and address' },
] as const
