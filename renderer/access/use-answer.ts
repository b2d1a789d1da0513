// How a request for access is answered, with what is said afterwards.
import { useRef, useState } from 'react';
import { toast, toastError } from '../design/toasts.ts';
import type { AccessRequest } from '../state/access-requests.ts';
import { useServices } from '../state/use-client.ts';
import type { AccessWords } from './access-words.ts';

/** One answer at a time. */
export function useAnswer(
  request: AccessRequest,
  words: AccessWords,
): { readonly busy: boolean; readonly answer: (isAllowed: boolean) => Promise<void> } {
  const { access } = useServices();
  const [busy, setBusy] = useState(false);
  const gone = useRef(false);
  const answer = async (isAllowed: boolean): Promise<void> => {
    if (gone.current) return;
    gone.current = true;
    setBusy(true);
    try {
      await access.answer(request, isAllowed);
      toast({ title: isAllowed ? words.allowed : words.denied });
    } catch (cause) {
      toastError('The request was not answered', cause);
    }
    gone.current = false;
    setBusy(false);
  };
  return { busy, answer };
}
