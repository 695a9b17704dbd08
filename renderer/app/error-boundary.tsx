/** Keeps the frame alive when a page fails to draw, and says so. */
import { Button, Space } from 'antd';
import { Component, type ReactNode } from 'react';
import { asArchiveError } from '../archive/client.ts';
import { ErrorNotice } from '../components/error-notice.tsx';
import { words } from './words.ts';
import layout from '../components/layout.module.css';

interface State {
  thrown: unknown;
  failed: boolean;
}

export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { thrown: undefined, failed: false };

  static getDerivedStateFromError(thrown: unknown): State {
    return { thrown, failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <Space orientation="vertical" size="middle" className={layout['wholePadded'] ?? ''}>
        <h1>{words.crashed}</h1>
        <p>{words.crashedSafe}</p>
        <ErrorNotice error={asArchiveError(this.state.thrown)} />
        <Button onClick={() => this.setState({ failed: false, thrown: undefined })}>{words.retry}</Button>
      </Space>
    );
  }
}
