// The page of channels, for the registry.
import { Send } from 'lucide-react';
import { definePage } from '../define-page.ts';

/** Chat networks, the people on them, and messages that couldn't be sent. */
export const channelsPage = definePage({
  segment: 'channels',
  title: 'channels.title',
  icon: Send,
  place: 'bottom',
  needs: ['channels.kinds'],
  load: async () => (await import('./channels-page.tsx')).ChannelsPage,
});
