import { Component, type ReactNode } from 'react';

interface Props {
  readonly name: string;
  readonly children: ReactNode;
}

/** Keeps what one panel throws from the others, and says it to the console and in the panel's place. */
export class PanelBoundary extends Component<Props, { failure: Error | null }> {
  override state: { failure: Error | null } = { failure: null };

  static getDerivedStateFromError(failure: Error): { failure: Error } {
    return { failure };
  }

  override componentDidCatch(failure: Error): void {
    // As an error of the page, which whoever opened it hears of.
    reportError(new Error(`${this.props.name}: ${failure.message}`, { cause: failure }));
  }

  override render(): ReactNode {
    const { failure } = this.state;
    return failure ? <p className="empty">{failure.message}</p> : this.props.children;
  }
}
