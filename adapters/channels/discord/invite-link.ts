// The link with which an owner of a server adds the bot.

/** Discord's numbers of the permissions that the bot uses. */
const PERMISSIONS = {
  addReactions: 6n,
  viewChannel: 10n,
  sendMessages: 11n,
  manageMessages: 13n,
  embedLinks: 14n,
  attachFiles: 15n,
  readMessageHistory: 16n,
  createPublicThreads: 35n,
  sendMessagesInThreads: 38n,
  pinMessages: 51n,
} as const;

/** The link. */
export function inviteLink(applicationId: string): string {
  const permissions = Object.values(PERMISSIONS).reduce((all, bit) => all | (1n << bit), 0n);
  const url = new URL('https://discord.com/oauth2/authorize');
  url.searchParams.set('client_id', applicationId);
  url.searchParams.set('scope', 'bot applications.commands');
  url.searchParams.set('permissions', String(permissions));
  return url.href;
}
