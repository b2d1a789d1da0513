// Answers an access request and reports the result.
import { t } from '#messages/translate.ts';
import { toast } from '../design/toasts.ts';
import { useAction } from '../design/use-action.ts';
import type { AccessRequest } from '../state/access-requests.ts';
import { useServices } from '../state/use-client.ts';
import type { AccessText } from './access-text.ts';

/** One answer at a time. */
export function useAnswer(request: AccessRequest, text: AccessText) {
  const { access } = useServices();
  const { busy, run } = useAction(t('access.answerFailed'));
  const answer = (isAllowed: boolean): void =>
    run(async () => {
      await access.answer(request, isAllowed);
      toast({ title: isAllowed ? text.allowed : text.denied });
    });
  return { busy, answer };
}
