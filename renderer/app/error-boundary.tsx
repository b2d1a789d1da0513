// Keeps a fault of one page to that page.
import { Component, type ReactNode } from 'react';
import { Button } from '../design/button.tsx';
import { EmptyState } from '../design/states.tsx';

interface State {
  readonly message: string | undefined;
}

/** Shows what failed and offers to draw the page again. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { message: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { message } = this.state;
    if (message === undefined) return this.props.children;
    return (
      <div className="flex h-full bg-surface">
        <EmptyState
          title="This page ran into a fault"
          action={<Button onClick={() => this.setState({ message: undefined })}>Draw it again</Button>}
        >
          {message}
        </EmptyState>
      </div>
    );
  }
}
