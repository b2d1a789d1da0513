// The first run, step by step, for clients that draw any wizard: provider, key, model, folder.
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult } from '../wire/published.ts';

export const WIZARD_METHODS = {
  'wizard.start': defineMethod({
    summary:
      'Begins the first run and gives its first step. Each answer takes effect at once; `setup.*` is the same without steps.',
    scope: 'operator.admin',
    params: publishedParams('WizardStartParams'),
    result: publishedResult('WizardStartResult'),
  }),
  'wizard.next': defineMethod({
    summary:
      'Answers the step that waits and gives the next; without an answer the one that waits. A refused answer comes back with `error`.',
    scope: 'operator.admin',
    params: publishedParams('WizardNextParams'),
    result: publishedResult('WizardNextResult'),
  }),
  'wizard.cancel': defineMethod({
    summary: 'Ends it; what was chosen stays.',
    scope: 'operator.admin',
    params: publishedParams('WizardCancelParams'),
    result: publishedResult('WizardStatusResult'),
  }),
  'wizard.status': defineMethod({
    summary: 'Where it stands.',
    scope: 'operator.admin',
    params: publishedParams('WizardStatusParams'),
    result: publishedResult('WizardStatusResult'),
  }),
} as const;
