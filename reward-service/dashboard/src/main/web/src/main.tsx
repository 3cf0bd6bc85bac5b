import { render } from 'preact';
import { App } from './app';
import { showTheme, theme } from './settings';
import './style/tokens.css';
import './style/base.css';
import './style/shell.css';
import './style/panel.css';
import './style/table.css';
import './style/view.css';
import './style/detail.css';

showTheme(theme());
render(<App />, document.getElementById('app')!);
