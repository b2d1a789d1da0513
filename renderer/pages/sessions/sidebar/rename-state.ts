// Which session is being renamed. The title is edited in its row of the sidebar.
import { createStore } from 'zustand/vanilla';

/** The key of the session, or nothing. */
export const renameStore = createStore<{ readonly key: string | undefined }>(() => ({ key: undefined }));
