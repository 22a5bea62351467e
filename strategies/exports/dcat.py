"""The catalogue of data sets for the national data portal: DCAT-AP-SE 3.0.1 in RDF/XML."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from rdflib import DCAT, DCTERMS, FOAF, RDF, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
AUTHORITY = "http://publications.europa.eu/resource/authority"
SWEDISH = URIRef(f"{AUTHORITY}/language/SWE")
GOVERNMENT = URIRef(f"{AUTHORITY}/data-theme/GOVE")
PUBLIC = URIRef(f"{AUTHORITY}/access-right/PUBLIC")
AVAILABILITY = URIRef("http://data.europa.eu/r5r/availability")
AVAILABLE = URIRef("http://publications.europa.eu/resource/authority/planned-availability/STABLE")
PUBLISHER_TYPE = Namespace("http://purl.org/adms/publishertype/")
# What RFC 3987 lets stand in an address, beside letters and digits.
ALLOWED = "/:?=&#%~+.,;@!$'()*-_"


@dataclass(frozen=True)
class Publisher:
    """Who answers for the catalogue, with an e-mail address if there is one; `address` is the portal's, without a slash at its end.

    `kind` is a word of the ADMS vocabulary of publishers' types.
    """

    name: str
    address: str
    email: str = ""
    licence: str = ""
    kind: str = "RegionalAuthority"


@dataclass(frozen=True)
class File:
    """One form of a data set; `media` is its media type."""

    title: str
    address: str
    media: str


@dataclass(frozen=True)
class DataSet:
    """What is published, and as which files; addresses are whole. `areas` are (address, name) of territories."""

    address: str
    title: str
    description: str
    files: tuple[File, ...]
    keywords: tuple[str, ...] = ()
    issued: date | None = None
    modified: date | None = None
    first_day: date | None = None
    last_day: date | None = None
    areas: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Service:
    """An API: where it is, and where it is described."""

    title: str
    address: str
    described: str


def write_catalogue(
    title: str, description: str, publisher: Publisher, data: Iterable[DataSet], service: Service
) -> bytes:
    """The catalogue as RDF/XML."""
    graph = Graph()
    graph.bind("dcat", DCAT)
    graph.bind("vcard", VCARD)
    writing = _Writing(graph, publisher)
    writing.publisher()
    writing.catalogue(title, description)
    for one in data:
        writing.data_set(one)
    writing.service(service)
    return graph.serialize(format="xml", encoding="utf-8")


def iri(address: str) -> URIRef:
    """The address with what no IRI may hold escaped."""
    return URIRef(quote(address, safe=ALLOWED))


def _swedish(text: str) -> Literal:
    return Literal(text, lang="sv")


class _Writing:
    def __init__(self, graph: Graph, publisher: Publisher) -> None:
        self.graph = graph
        self.who = publisher
        self.root = iri(f"{publisher.address}/datasets/dcat#katalog")
        self.agent = iri(f"{publisher.address}/datasets/dcat#utgivare")
        self.contact = iri(f"{publisher.address}/datasets/dcat#kontakt")
        self.licence = iri(publisher.licence)

    def say(self, about: URIRef, **said: Node) -> None:
        """Terms of DCMI by their names."""
        for name, value in said.items():
            self.graph.add((about, DCTERMS[name], value))

    def publisher(self) -> None:
        self.graph.add((self.agent, RDF.type, FOAF.Agent))
        self.graph.add((self.agent, FOAF.name, _swedish(self.who.name)))
        self.say(self.agent, type=PUBLISHER_TYPE[self.who.kind])
        if self.who.email:
            self.graph.add((self.contact, RDF.type, VCARD.Organization))
            self.graph.add((self.contact, VCARD.fn, Literal(self.who.name)))
            self.graph.add((self.contact, VCARD.hasEmail, iri(f"mailto:{self.who.email}")))

    def catalogue(self, title: str, description: str) -> None:
        self.graph.add((self.root, RDF.type, DCAT.Catalog))
        self.graph.add((self.root, FOAF.homepage, iri(f"{self.who.address}/")))
        self._described(self.root, title, description)
        self.say(self.root, license=self.licence, language=SWEDISH)

    def _described(self, about: URIRef, title: str, description: str) -> None:
        self.say(
            about, title=_swedish(title), description=_swedish(description), publisher=self.agent
        )

    def data_set(self, data: DataSet) -> None:
        about = iri(data.address)
        self.graph.add((self.root, DCAT.dataset, about))
        self.graph.add((about, RDF.type, DCAT.Dataset))
        self._described(about, data.title, data.description)
        self.say(about, accessRights=PUBLIC, language=SWEDISH)
        self.graph.add((about, DCAT.theme, GOVERNMENT))
        if self.who.email:
            self.graph.add((about, DCAT.contactPoint, self.contact))
        for word in data.keywords:
            self.graph.add((about, DCAT.keyword, _swedish(word)))
        for name, day in (("issued", data.issued), ("modified", data.modified)):
            if day:
                self.say(about, **{name: Literal(day)})
        for address, name in data.areas:
            self._area(about, iri(address), name)
        self._time(about, data)
        for file in data.files:
            self._file(about, file)

    def _area(self, about: URIRef, area: URIRef, name: str) -> None:
        self.say(about, spatial=area)
        self.graph.add((area, RDF.type, DCTERMS.Location))
        self.graph.add((area, DCTERMS.title, _swedish(name)))

    def _time(self, about: URIRef, data: DataSet) -> None:
        if data.first_day or data.last_day:
            period = URIRef(f"{about}#period")
            self.say(about, temporal=period)
            self.graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
            for name, day in ((DCAT.startDate, data.first_day), (DCAT.endDate, data.last_day)):
                if day:
                    self.graph.add((period, name, Literal(day, datatype=XSD.date)))

    def _file(self, about: URIRef, file: File) -> None:
        form = URIRef(f"{iri(file.address)}#fil")
        self.graph.add((about, DCAT.distribution, form))
        self.graph.add((form, RDF.type, DCAT.Distribution))
        self.graph.add((form, DCAT.accessURL, iri(file.address)))
        self.graph.add((form, DCAT.downloadURL, iri(file.address)))
        self.graph.add((form, AVAILABILITY, AVAILABLE))
        self.say(form, title=_swedish(file.title), license=self.licence, format=Literal(file.media))

    def service(self, service: Service) -> None:
        about = iri(f"{service.address}#tjanst")
        self.graph.add((self.root, DCAT.service, about))
        self.graph.add((about, RDF.type, DCAT.DataService))
        self.graph.add((about, DCAT.endpointURL, iri(service.address)))
        self.graph.add((about, DCAT.endpointDescription, iri(service.described)))
        self.say(
            about,
            title=_swedish(service.title),
            publisher=self.agent,
            license=self.licence,
            accessRights=PUBLIC,
            format=Literal("application/json"),
        )
