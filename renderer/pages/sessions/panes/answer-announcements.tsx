// Announces the answers of a session to screen readers, as chosen in the settings.
import { useEffect, useState } from 'react';
import { ANNOUNCEMENTS } from '#contract/types/preferences.ts';
import { useStore } from 'zustand';
import type { OpenSession } from '../../../state/session-feed.ts';
import { useServices } from '../../../state/use-client.ts';
import { createAnswerAnnouncer } from './answer-announcer.ts';

/** Earlier texts have been read, so they can go. */
const MAX_KEPT = 5;

interface Announced {
  readonly id: number;
  readonly text: string;
}

/** Invisible. Texts are added, because a text that is replaced too soon isn't read. */
export function AnswerAnnouncements({ session }: { readonly session: OpenSession }) {
  const { preferences } = useServices();
  const chosen = useStore(preferences.store, (state) => state.announcements);
  const when = ANNOUNCEMENTS.find((one) => one === chosen) ?? ANNOUNCEMENTS[0];
  const [announced, setAnnounced] = useState<readonly Announced[]>([]);
  useEffect(() => {
    const announce = createAnswerAnnouncer();
    announce(session.store.getState(), when);
    return session.store.subscribe((state) => {
      const texts = announce(state, when);
      if (texts.length > 0)
        setAnnounced((before) => {
          const next = (before.at(-1)?.id ?? 0) + 1;
          return [...before, ...texts.map((text, index) => ({ id: next + index, text }))].slice(-MAX_KEPT);
        });
    });
  }, [session, when]);
  return (
    <div aria-live="polite" aria-relevant="additions" data-announcements className="sr-only">
      {announced.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  );
}
