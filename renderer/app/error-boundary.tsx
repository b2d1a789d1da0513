// Contains an error to the page it happened on.
import { Component, type ReactNode } from 'react';
import { t } from '#messages/translate.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { Button } from '../design/button.tsx';
import { EmptyState } from '../design/states.tsx';

interface State {
  readonly message: string | undefined;
}

/** Shows the error and offers to render the page again. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { message: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { message: errorMessage(error) };
  }

  override render(): ReactNode {
    const { message } = this.state;
    if (message === undefined) return this.props.children;
    return (
      <div className="flex h-full bg-surface">
        <EmptyState
          title={t('app.error.title')}
          action={<Button onClick={() => this.setState({ message: undefined })}>{t('app.error.reload')}</Button>}
        >
          {message}
        </EmptyState>
      </div>
    );
  }
}
