"""Link texts that say nothing of the page behind them, by language."""

from .languages import primary

ENDS = " \t\n.…,:;!?»«›‹>→➜➔▸►⇒+-–—[]\"'“”‘’。、："
"""White space, punctuation and arrows around a text. Not parentheses: `start()` is the name of a function."""

GENERIC = {
    "ar": "اضغط هنا|انقر هنا|هنا|المزيد|اقرأ المزيد|للمزيد|تابع القراءة",
    "cs": "klikněte zde|klikni zde|zde|více|číst dále|číst více|čtěte dále|více informací|zjistit více",
    "da": "klik her|her|læs mere|mere|se mere|læs videre|mere info|mere information",
    "de": "hier klicken|klick hier|klicke hier|klicken sie hier|hier|mehr|mehr dazu|mehr erfahren|mehr lesen"
    "|mehr infos|mehr informationen|weiter|weiterlesen|weitere infos|weitere informationen|siehe hier",
    "en": "click|click here|click this|click this link|continue reading|find out more|go|here|information|learn more"
    "|link|more|more info|more information|read more|right here|see here|see more|start|this|this link|this page"
    "|view more",
    "es": "aquí|clic aquí|click aquí|haz clic aquí|haga clic aquí|pincha aquí|pulse aquí|leer más|lee más|más"
    "|más info|más información|saber más|seguir leyendo|continuar leyendo|ver más|este enlace",
    "fa": "اینجا|اینجا کلیک کنید|کلیک کنید|بیشتر|بیشتر بخوانید|ادامه مطلب|اطلاعات بیشتر",
    "fi": "klikkaa tästä|klikkaa tätä|tästä|tässä|lisää|lue lisää|katso lisää|lisätietoja",
    "fr": "cliquer ici|cliquez ici|ici|en savoir plus|lire la suite|lire plus|plus|plus d'infos|plus d'informations"
    "|suite|voir plus|ce lien",
    "it": "clicca qui|cliccare qui|qui|altro|approfondisci|continua a leggere|di più|leggi di più|leggi tutto"
    "|maggiori informazioni|per saperne di più|scopri di più|questo link",
    "ja": "こちら|こちらから|こちらへ|こちらをクリック|ここ|ここをクリック|クリック|続き|続きを読む|もっと見る"
    "|もっと詳しく|詳細|詳細はこちら|詳しく見る|詳しくは|詳しくはこちら",
    "ko": "여기|여기를 클릭|여기를 클릭하세요|이곳|클릭|더보기|더 보기|더 알아보기|자세히|자세히 보기|자세히 알아보기",
    "nl": "hier|klik hier|klik|bekijk meer|lees meer|lees verder|meer|meer info|meer informatie|meer lezen"
    "|verder lezen",
    "no": "klikk her|her|les mer|les videre|mer|mer info|mer informasjon|se mer",
    "pl": "kliknij|kliknij tutaj|tutaj|tu|czytaj dalej|czytaj więcej|dowiedz się więcej|więcej|więcej informacji"
    "|zobacz więcej",
    "pt": "aqui|clique aqui|carregue aqui|continuar a ler|continuar lendo|leia mais|ler mais|mais|mais informações"
    "|saber mais|saiba mais|veja mais|ver mais",
    "ru": "здесь|тут|сюда|нажмите здесь|кликните здесь|далее|дальше|ещё|подробнее|узнать больше|читать дальше"
    "|читать далее",
    "sv": "klicka här|här|läs mer|läs vidare|mer|mer info|mer information|se mer|visa mer",
    "ta": "இங்கே|இங்கே கிளிக் செய்யவும்|மேலும்|மேலும் படிக்க",
    "tr": "buraya|buraya tıklayın|burayı tıklayın|tıklayın|daha fazla|daha fazla bilgi|devamı|devamını oku",
    "uk": "тут|натисніть тут|далі|детальніше|докладніше|читати далі|дізнатися більше",
    "zh": "这里|此处|点此|点击这里|点击此处|更多|查看更多|了解更多|阅读更多|阅读全文|详情|查看详情"
    "|這裡|此處|按此|點擊這裡|點擊此處|查看更多|了解更多|閱讀更多|閱讀全文|詳情|查看詳情",
}

TEXTS = {language: frozenset(texts.split("|")) for language, texts in GENERIC.items()}
TEXTS["nb"] = TEXTS["nn"] = TEXTS["no"]
ALL = frozenset().union(*TEXTS.values())


def is_generic(text: str, language: str) -> bool:
    """Whether a link text would fit any link. `language` is a tag such as `en-GB`; without one every list counts, and
    for a language that has no list nothing is generic."""
    known = TEXTS.get(primary(language), frozenset()) if language else ALL
    folded = text.casefold()
    if folded in known:
        return True
    # Most texts are bare words, and need no more than that.
    if not text or (text[0] not in ENDS and text[-1] not in ENDS and "’" not in text):
        return False
    return folded.strip(ENDS).replace("’", "'") in known
