// Follows a session for as long as a component shows it.
import { useEffect, useMemo } from 'react';
import type { OpenSession } from '../../state/session-feed.ts';
import { useServices } from '../../state/use-client.ts';

/** The session's store and its actions; the view comes from the store by a selector. */
export function useOpenSession(key: string): OpenSession {
  const { feed } = useServices();
  const session = useMemo(() => feed.open(key), [feed, key]);
  useEffect(() => session.hold(), [session]);
  return session;
}
