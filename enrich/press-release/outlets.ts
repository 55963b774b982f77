/** Domains of wires that pass on releases for whoever pays. */
export const WIRE_HOSTS: readonly string[] =
  `businesswire.com globenewswire.com prnewswire.com prnewswire.co.uk
  newswire.com newswire.ca accesswire.com einpresswire.com presseportal.de presseportal.ch ots.at actusnews.com
  cision.com news.cision.com mynewsdesk.com prweb.com marketwired.com pressat.co.uk responsesource.com openpr.com
  openpr.de webwire.com 24-7pressrelease.com prlog.org prleap.com notified.com labrador-company.com
  businessportal24.com pressebox.de internetwire.com iwire.com comunicati-stampa.net`.split(/\s+/);

/** Domains of regulators, exchanges and the services that distribute regulated information for issuers. */
export const REGULATED_HOSTS: readonly string[] = `info-financiere.fr info-financiere.gouv.fr amf-france.org
  live.euronext.com euronext.com londonstockexchange.com investegate.co.uk rns.com fca.org.uk sec.gov
  eqs-news.com dgap.de unternehmensregister.de bundesanzeiger.de bafin.de deutsche-boerse.com consob.it 1info.it
  emarketstorage.it emarketstorage.com borsaitaliana.it cnmv.es bolsasymercados.es asx.com.au nseindia.com
  bseindia.com six-group.com ser-ag.com finanstilsynet.dk nasdaqomxnordic.com afm.nl fsma.be cssf.lu hkexnews.hk
  sedarplus.ca tdnet.info`.split(/\s+/);

/** Hosts and mail services where anybody can have a page or an address. */
export const FREE_HOSTS: readonly string[] =
  `gmail.com googlemail.com outlook.com hotmail.com hotmail.fr live.com yahoo.com
  yahoo.fr yahoo.co.uk gmx.de gmx.net gmx.fr web.de proton.me protonmail.com tutanota.com mail.com aol.com icloud.com
  laposte.net orange.fr wanadoo.fr free.fr sfr.fr libero.it yandex.com mail.ru angelfire.com geocities.com
  wordpress.com blogspot.com medium.com substack.com wixsite.com weebly.com github.io netlify.app vercel.app
  pages.dev web.app firebaseapp.com herokuapp.com sites.google.com docs.google.com tumblr.com pastebin.com
  telegra.ph indymedia.org over-blog.com blogger.com livejournal.com notion.site carrd.co jimdosite.com jimdofree.com jimdo.com
  webnode.page webnode.com webnode.fr strikingly.com squarespace.com wix.com site123.me yolasite.com ucoz.com altervista.org
  blogger.com canalblog.com skyrock.com e-monsite.com wordpress.org myshopify.com godaddysites.com framer.website
  glitch.me surge.sh replit.app onrender.com fly.dev neocities.org t-online.de freenet.de arcor.de bluewin.ch gmx.at gmx.ch
  tiscali.it virgilio.it alice.it tin.it hotmail.it hotmail.es hotmail.de hotmail.co.uk outlook.fr outlook.de outlook.es
  outlook.it yahoo.de yahoo.es yahoo.it yahoo.co.jp live.fr live.co.uk live.it terra.es telefonica.net zoho.com
  fastmail.com hushmail.com mailbox.org posteo.de bk.ru inbox.ru rediffmail.com qq.com 163.com naver.com msn.com
  me.com pm.me tuta.io tutamail.com duck.com`.split(/\s+/);
