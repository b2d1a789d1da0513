// One tab of the app shows the notifications. When it closes, another one takes over.

const LOCK = 'gatehouse.notifications';

/** Calls `lead` when this tab becomes the leader; without Web Locks, each tab is, and equal notifications replace each other. */
export function takeTurns(locks: Pick<LockManager, 'request'> | undefined, lead: () => void): void {
  if (locks === undefined) return lead();
  // Held until the tab closes, so it never settles otherwise.
  void locks
    .request(LOCK, () => {
      lead();
      return new Promise<never>(() => {});
    })
    .catch(lead);
}
