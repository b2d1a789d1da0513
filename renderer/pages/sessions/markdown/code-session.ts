// The session whose transcript shows a code block, so that the code can be saved in its folder.
import { createContext } from 'react';

/** Absent where code can't be saved: outside of a session, or in an archived one. */
export const CodeSession = createContext<string | undefined>(undefined);
