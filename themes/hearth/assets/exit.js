// The quick exit of a discreet page. Without this script it is a plain link. With it, leaving also covers the page at once and
// puts the other page in its place, so that "Back" does not lead here; and three presses of Shift leave as well.
//
// What it does, and what it says to screen readers, follows the component "Exit this page" of the GOV.UK Design System.
(() => {
  'use strict';

  const PRESSES = 3;
  /** Milliseconds that may pass between two presses, and for which the last message stays. */
  const PATIENCE = 5000;

  /** The exit as it stands on the page now: the preview may have changed it since. */
  const exit = () => document.querySelector('.exit');
  const link = () => exit() && exit().querySelector('.exit-link');

  let presses = 0;
  /** Whether Shift is down, and nothing was done with it. */
  let alone = false;
  let timer;

  function made(name, className) {
    const element = document.createElement(name);
    element.className = className;
    return element;
  }

  /** Adds what only the script needs to the exit, where it is missing: the preview takes it away when the page changes. */
  function prepare() {
    const place = exit();
    if (!link() || place.querySelector('.exit-status')) return;
    place.querySelector('.exit-keys').hidden = false;
    const status = made('span', 'exit-status');
    status.setAttribute('role', 'status');
    place.append(status);
    const count = made('span', 'exit-count');
    count.setAttribute('aria-hidden', 'true');
    count.hidden = true;
    for (let i = 0; i < PRESSES; i += 1) count.append(made('span', ''));
    link().querySelectorAll('.exit-count').forEach((old) => old.remove());
    link().append(count);
  }

  /** What screen readers speak without the reader going there. */
  function say(text) {
    const status = exit() && exit().querySelector('.exit-status');
    if (status) status.textContent = text;
  }

  /** Shows how often Shift has been pressed, while it is being counted. */
  function showPresses() {
    const count = exit() && exit().querySelector('.exit-count');
    if (!count) return;
    count.hidden = presses === 0;
    [...count.children].forEach((mark, i) => mark.classList.toggle('is-on', i < presses));
  }

  function forget() {
    clearTimeout(timer);
    presses = 0;
    showPresses();
  }

  /** The presses so far count no more. */
  function expire() {
    forget();
    say(exit() ? exit().dataset.expired : '');
    timer = setTimeout(() => say(''), PATIENCE);
  }

  function press() {
    const target = link();
    if (!target) return;
    prepare();
    clearTimeout(timer);
    presses += 1;
    showPresses();
    if (presses >= PRESSES) {
      leave(target.href);
      return;
    }
    const { twoMore, oneMore } = exit().dataset;
    say(presses === 1 ? twoMore : oneMore);
    timer = setTimeout(expire, PATIENCE);
  }

  function leave(address) {
    const { leaving } = exit().dataset;
    forget();
    say('');
    document.documentElement.classList.add('is-leaving');
    const cover = made('div', 'exit-cover');
    cover.setAttribute('role', 'alert');
    document.body.append(cover);
    // Only what changes after it was put in is spoken everywhere.
    cover.textContent = leaving;
    location.replace(address);
  }

  /** As it was: for when the browser shows this page again from its memory. */
  function stay() {
    document.documentElement.classList.remove('is-leaving');
    document.querySelectorAll('.exit-cover').forEach((cover) => cover.remove());
    forget();
    say('');
  }

  document.addEventListener('keydown', ({ key, repeat, ctrlKey, altKey, metaKey }) => {
    if (key !== 'Shift') alone = false;
    else if (!repeat) alone = !(ctrlKey || altKey || metaKey);
  });

  document.addEventListener('keyup', ({ key }) => {
    if (key === 'Shift' && alone) press();
    else if (presses > 0) expire();
    if (key === 'Shift') alone = false;
  });

  // Shift and a click is a way to open a window, or to mark text.
  document.addEventListener('pointerdown', () => {
    alone = false;
  });

  document.addEventListener('click', (event) => {
    const clicked = event.target instanceof Element && event.target.closest('a[href]');
    if (!clicked || event.defaultPrevented) return;
    if (clicked === link()) {
      // Whatever keys are held: who presses this wants to be away from here.
      event.preventDefault();
      leave(clicked.href);
      return;
    }
    const held = event.ctrlKey || event.shiftKey || event.altKey || event.metaKey;
    const isOnThisPage = clicked.hash !== '' && clicked.href.split('#')[0] === location.href.split('#')[0];
    if (isOnThisPage && !held && !clicked.target) {
      // Each place on this page that was looked at would be a step of the way back, and stay there.
      event.preventDefault();
      location.replace(clicked.hash);
    }
  });

  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) stay();
  });

  prepare();
})();
