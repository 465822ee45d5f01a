// Added to every page by `lixin serve`, never by a build: reloads a page that has changed, and shows what is wrong.
(() => {
  'use strict';
  const own = document.currentScript;
  const page = own.dataset.page;
  const base = new URL('.', own.src);
  let events = null;
  let overlay = null;
  let latest = -1;

  const made = (tag, name, text) => {
    const element = document.createElement(tag);
    element.className = name;
    if (text) element.textContent = text;
    return element;
  };

  const card = (item) => {
    const entry = made('li', `lixin-problem lixin-problem--${item.severity}`);
    entry.append(made('p', 'lixin-problem-place', item.place));
    entry.append(made('p', 'lixin-problem-said', item.said));
    if (item.hint) entry.append(made('p', 'lixin-problem-hint', item.hint));
    return entry;
  };

  const show = (news) => {
    if (overlay) overlay.remove();
    overlay = null;
    if (!news.items.length) return;
    overlay = made('section', 'lixin-overlay');
    overlay.setAttribute('role', 'alert');
    overlay.setAttribute('aria-label', news.title);
    overlay.append(made('h2', 'lixin-overlay-title', news.title));
    const list = made('ul', 'lixin-overlay-list');
    list.append(...news.items.map(card));
    overlay.append(list);
    if (news.more) overlay.append(made('p', 'lixin-overlay-more', news.more));
    document.body.append(overlay);
  };

  const changed = async () => {
    try {
      const answer = await fetch(location.pathname, { method: 'HEAD', cache: 'no-store' });
      return answer.headers.get('X-Lixin-Page') !== page;
    } catch {
      return false;
    }
  };

  const take = async (event) => {
    const news = JSON.parse(event.data);
    latest = news.number;
    const reload = await changed();
    if (news.number !== latest) return; // later news have come meanwhile
    if (reload) location.reload();
    else show(news);
  };

  // Few connections are allowed to one host: a page that nobody looks at gives its own back.
  const listen = () => {
    if (document.hidden) {
      if (events) events.close();
      events = null;
    } else if (!events) {
      events = new EventSource(new URL('events', base));
      events.addEventListener('news', take);
    }
  };

  const style = document.createElement('link');
  style.rel = 'stylesheet';
  style.href = new URL('preview.css', base);
  document.head.append(style);
  document.addEventListener('visibilitychange', listen);
  addEventListener('DOMContentLoaded', listen);
})();
