"""The little words that give a language away. Enough to tell the commonest languages of the web from each other."""

from collections.abc import Iterable

WORDS = {
    "en": "the and of to in is for with that this from are your you our by on as it be at or how what an can all",
    "de": "der die das und ist für mit von den dem des ein eine einer im zu auf sich nicht wir sie ihre auch wie bei",
    "fr": "le la les des et est pour avec dans une du sur vous nous votre qui que au aux par plus ce cette sont ses",
    "es": "el la los las y es para con en una del por que su sus se como más nuestro nuestra lo al un este esta",
    "it": "il la le gli di e è per con una del della dei che in sono nel nella dal alla si un come più nostra",
    "pt": "o a os as e é para com uma do da dos das em no na que por seu sua como mais nossa se um ao pelo",
    "nl": "de het een en van is voor met op te in dat die zijn bij aan naar onze wij u ook hoe niet uit je",
    "sv": "och är för med på av att det den en ett som till i vi du från din om inte hos våra vår kan",
    "da": "og er for med på af at det den en et som til i vi du fra din om ikke hos vores kan dig",
    "no": "og er for med på av at det den en et som til i vi du fra din om ikke hos våre vår kan deg",
    "fi": "ja on ei se että kun myös tai ovat sekä mutta kuin joka niin ole voi ovat kanssa",
    "pl": "i w z na do się jest oraz dla to od że po nie jak są przez które nasze przy lub co",
    "cs": "a v na se je pro s z do o že jsou jak nebo při které od po také za",
    "hu": "a az és egy hogy nem is van vagy meg ez mint csak már azt de el",
    "ro": "și în de la cu pentru este un o din care pe sunt mai că al ale sau",
    "tr": "ve bir için ile bu da de en daha olarak olan çok ya mı ne gibi",
    "id": "dan yang di untuk dengan dari ini ke pada adalah dalam kami anda atau oleh",
    "vi": "và của là cho các với một trong được những có không này để tại",
    "ru": "и в на с для по из о как не что от это к мы вы за наш все или до при",
    "uk": "і в на з для та що як від до про це не ми ви за по або при є",
    "bg": "и в на с за от да се е че по като или са не до ви ние това",
    "el": "και το της του η ο για με στο στη από τα τις των σε να που είναι",
}

SETS = {language: frozenset(words.split()) for language, words in WORDS.items()}
ALL = frozenset[str]().union(*SETS.values())


def counts(words: Iterable[str]) -> dict[str, int]:
    """How many of the folded words are little words of each language."""
    known = [word for word in words if word in ALL]
    return {language: sum(word in little for word in known) for language, little in SETS.items()}
